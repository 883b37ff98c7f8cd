using Peyk.Core.Inbound;

namespace Peyk.Core.Tests.Inbound;

public sealed class InboundWordsTests
{
    [Theory]
    [InlineData("STOP", Command.Stop)]
    [InlineData("stop", Command.Stop)]
    [InlineData(" Stop. ", Command.Stop)]
    [InlineData("«stop»!", Command.Stop)]
    [InlineData("/stop", Command.Stop)]
    [InlineData("STOP\n", Command.Stop)]
    [InlineData("stop 🙏", Command.Stop)]
    [InlineData("ＳＴＯＰ", Command.Stop)]
    [InlineData("Stop all", Command.Stop)]
    [InlineData("stopall", Command.Stop)]
    [InlineData("Opt-out", Command.Stop)]
    [InlineData("optout", Command.Stop)]
    [InlineData("UNSUBSCRIBE", Command.Stop)]
    [InlineData("cancel", Command.Stop)]
    [InlineData("End", Command.Stop)]
    [InlineData("quit", Command.Stop)]
    [InlineData("revoke", Command.Stop)]
    [InlineData("لغو", Command.Stop)]
    [InlineData("لغو.", Command.Stop)]
    [InlineData("«لغو»", Command.Stop)]
    [InlineData("لـغـو", Command.Stop)]
    [InlineData("لَغو", Command.Stop)]
    [InlineData("\u200Fلغو\u200E", Command.Stop)]
    [InlineData("لغو همه", Command.Stop)]
    [InlineData("لغو\u00A0همه", Command.Stop)]
    [InlineData("لغو۱۱", Command.Stop)]
    [InlineData("لغو 11", Command.Stop)]
    [InlineData("ﻟﻐﻮ", Command.Stop)]
    [InlineData("انصراف", Command.Stop)]
    [InlineData("توقف!", Command.Stop)]
    [InlineData("help", Command.Help)]
    [InlineData("HELP?", Command.Help)]
    [InlineData("info", Command.Help)]
    [InlineData("راهنما", Command.Help)]
    [InlineData("راهنما؟", Command.Help)]
    [InlineData("راهنمايي", Command.Help)]
    [InlineData("راهنمایی", Command.Help)]
    [InlineData("كمك", Command.Help)]
    [InlineData("start", Command.Start)]
    [InlineData("unstop", Command.Start)]
    [InlineData("شروع", Command.Start)]
    [InlineData("شروع دوباره", Command.Start)]
    [InlineData("آغاز", Command.Start)]
    [InlineData("اغاز", Command.Start)]
    public void A_command_is_known_in_whatever_form_it_comes(string text, Command command) =>
        Shipped.Words.CommandOf(InboundText.Read(text)).ShouldBe(command);

    [Theory]
    [InlineData("Yes", "an answer, although Twilio takes it for START")]
    [InlineData("please stop calling me", "a sentence")]
    [InlineData("stop it now", "a sentence")]
    [InlineData("5 stop", "an answer and a word")]
    [InlineData("لغو درخواستم چگونه است؟", "a question about a case")]
    [InlineData("راهنمای مدارک", "another word")]
    [InlineData("stops", "another word")]
    [InlineData("s t o p", "letters")]
    [InlineData("stop\u200Cstop", "another word")]
    [InlineData("11", "a number")]
    [InlineData("بله", "an answer, and no word of Twilio's")]
    [InlineData("", "nothing")]
    [InlineData("/", "a sign")]
    [InlineData("🛑", "an emoji")]
    public void Nothing_else_is_a_command(string text, string why) =>
        Shipped.Words.CommandOf(InboundText.Read(text)).ShouldBeNull(why);

    [Theory]
    [InlineData("STOP", "whatever", Command.Stop)]
    [InlineData("START", "YES", Command.Start)]
    [InlineData("HELP", "", Command.Help)]
    [InlineData(null, " Unsubscribe. ", Command.Stop)]
    [InlineData("", "راهنما", Command.Help)]
    [InlineData("SOMETHING-NEW", "hello", null)]
    [InlineData(null, "please stop sending me these messages", null)]
    public void The_providers_word_wins(string? type, string text, Command? expected) =>
        Shipped.Words.CommandOf(type, InboundText.Read(text)).ShouldBe(expected);

    [Fact]
    public void No_word_means_two_commands_or_is_a_number_too()
    {
        var words = Shipped.Languages.Languages
            .SelectMany(l => l.Inbound.Stop.Concat(l.Inbound.Help).Concat(l.Inbound.Start))
            .Select(InboundText.Fold)
            .ToList();

        words.ShouldBeUnique();
        words.ShouldAllBe(word => !Shipped.Words.IsNumber(word) || word.Contains("11"));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("007", 7)]
    [InlineData("999", 999)]
    [InlineData("1000", null)]
    [InlineData("چهار", 4)]
    [InlineData("نه", null)]
    [InlineData("4.5", null)]
    [InlineData("twenty", null)]
    [InlineData("", null)]
    public void A_whole_number_has_a_value(string word, int? value) => Shipped.Words.NumberOf(word).ShouldBe(value);

    [Theory]
    [InlineData("complaint")]
    [InlineData("I want to complain about the office.")]
    [InlineData("COMPLAINT: nobody answers")]
    [InlineData("شکایت")]
    [InlineData("شكايت دارم")]
    [InlineData("از شعبه شکایت دارم که هیچ‌کس پاسخ نمی‌دهد")]
    [InlineData("من شاکی‌ام")]
    [InlineData("\u200Fشـکایت\u200E!")]
    public void A_word_of_complaint_is_heard(string text) => Shipped.Words.IsComplaint(InboundText.Read(text)).ShouldBeTrue();

    [Theory]
    [InlineData("no complaints", "there is none")]
    [InlineData("I have no reason to complain", "there is none")]
    [InlineData("I don't complain", "there is none")]
    [InlineData("شکایتی ندارم", "there is none")]
    [InlineData("هیچ شکایتی نیست", "there is none")]
    [InlineData("شکایت خاصی ندارم", "there is none")]
    [InlineData("compliant", "another word")]
    [InlineData("تشکر از شما", "thanks")]
    [InlineData("", "nothing")]
    public void What_is_no_complaint_opens_none(string text, string why) => Shipped.Words.IsComplaint(InboundText.Read(text)).ShouldBeFalse(why);
}
