using Peyk.Core.Contacts;

namespace Peyk.Core.Tests.Contacts;

public sealed class SmsKeywordsTests
{
    [Theory]
    [InlineData("STOP", "whatever", SmsKeyword.Stop)]
    [InlineData("START", "YES", SmsKeyword.Start)]
    [InlineData("HELP", "", SmsKeyword.Help)]
    [InlineData(null, "stop", SmsKeyword.Stop)]
    [InlineData("", " Unsubscribe. ", SmsKeyword.Stop)]
    [InlineData(null, "لغو", SmsKeyword.Stop)]
    [InlineData(null, "لغو ۱۱", SmsKeyword.Stop)]
    [InlineData(null, "لغو11", SmsKeyword.Stop)]
    [InlineData(null, "انصراف", SmsKeyword.Stop)]
    [InlineData(null, "شروع", SmsKeyword.Start)]
    [InlineData(null, "راهنما", SmsKeyword.Help)]
    [InlineData(null, "yes", null)]
    [InlineData(null, "please stop sending me these messages", null)]
    [InlineData(null, "", null)]
    [InlineData("SOMETHING-NEW", "hello", null)]
    public void The_providers_word_wins_and_else_the_whole_text_must_be_a_keyword(string? type, string body, SmsKeyword? expected) =>
        SmsKeywords.Read(type, body).ShouldBe(expected);
}
