using Azure.Data.Tables;
using Peyk.Functions.Assistant;
using Peyk.Functions.Delivery;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Assistant;

/// <summary>Texts that are handled twice, at once, broken off, or not at all.</summary>
public sealed class InboundHandlerTests(SmsHost host) : IClassFixture<SmsHost>
{
    /// <summary>A selection of the table that the parser is tested with, end to end: null is no answer.</summary>
    public static TheoryData<string, int?> Selection => new()
    {
        { "5", 5 }, { "۵", 5 }, { "٥", 5 }, { "５", 5 }, { "5\uFE0F\u20E3", 5 }, { "  ۴  ", 4 }, { "5.", 5 }, { "«۵»", 5 }, { "five", 5 }, { "پنج", 5 },
        { "پنج ممنون", 5 }, { "۵ ممنون", 5 }, { "5 thanks", 5 }, { "five thanks", 5 }, { "\u200F۵\u200E", 5 }, { "05", 5 }, { "4 of 5", 4 },
        { "⭐⭐⭐⭐", 4 }, { "5 (five)", 5 }, { "5thanks", 5 }, { "6", null }, { "0", null }, { "-1", null }, { "4.5", null }, { "3 or 4", null },
        { "2 times I called", null }, { "ممنون", null }, { "👍", null }, { "", null }, { "5/10", null },
    };

    [Theory]
    [MemberData(nameof(Selection))]
    public async Task A_text_is_the_score_that_it_says(string text, int? score)
    {
        var phone = host.NewPhone();
        var id = await host.AskAsync(phone, "en");
        var sid = await host.KeepAsync(phone, text);

        await host.HandleAsync(phone, sid);

        (await host.AnswersAsync(id)).ShouldBe(score is null ? [] : [$"satisfaction {score}"]);
    }

    [Theory]
    [InlineData("SecondsToAnswer", false)]
    [InlineData("SecondsToAnswer", true)]
    [InlineData("replies", false)]
    [InlineData("replies", true)]
    [InlineData("Handled", false)]
    [InlineData("Handled", true)]
    [InlineData("KeptUntil", false)]
    [InlineData("KeptUntil", true)]
    public async Task A_crash_anywhere_loses_and_repeats_nothing(string write, bool after)
    {
        var phone = host.NewPhone();
        var id = await host.AskAsync(phone);
        var sid = await host.KeepAsync(phone, "۵");
        host.Failure.BreakNext(write, after);

        await Should.ThrowAsync<Exception>(() => host.HandleAsync(phone, sid));
        await host.HandleAsync(phone, sid);
        await host.HandleAsync(phone, sid);

        await host.TextAsync(phone, 2);
        (await host.AnswersAsync(id)).ShouldBe(["satisfaction 5"]);
        (await host.SayAsync(phone, "راهنمایی")).ShouldBe(InboundOutcome.Helped);
        await host.TextAsync(phone, 3);
        host.Texts(phone).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Two_texts_at_once_answer_two_questions()
    {
        var phone = host.NewPhone();
        var id = await host.AskAsync(phone);
        var sids = new[] { await host.KeepAsync(phone, "۵"), await host.KeepAsync(phone, "۵") };

        await Task.WhenAll(sids.Select(sid => host.HandleAsync(phone, sid)));

        (await host.AnswersAsync(id)).Order(StringComparer.Ordinal).ShouldBe(["clarity 5", "satisfaction 5"]);
    }

    [Fact]
    public async Task A_text_whose_hint_was_lost_is_found_by_the_sweep()
    {
        var phone = host.NewPhone();
        var sid = await host.KeepAsync(phone, "سلام");
        var later = new ShiftedTime();
        later.Advance(TimeSpan.FromMinutes(5));

        await new SweepInboundTimer(host.Host.Get<Conversations>(), host.Host.Get<InboundHandler>(), later).Run(new(), default);

        (await host.OutcomeAsync(phone, sid)).ShouldBe(InboundOutcome.Message);
    }

    [Fact]
    public async Task What_could_not_be_handled_for_a_day_is_kept_aside_once()
    {
        var phone = host.NewPhone();
        var sid = await host.KeepAsync(phone, "سلام");
        var hint = $$"""{"v":1,"sender":"{{host.Sender(phone)}}","sid":"{{sid}}"}""";
        var later = new ShiftedTime();
        later.Advance(host.Clock.GetUtcNow() - later.GetUtcNow());
        var poison = new HandleInboundSmsPoisonQueue(host.Host.Get<Conversations>(), host.Host.Get<PoisonedMessages>(), later);

        await poison.Run(hint, default);
        var soon = (await host.FindAsync(phone, sid))!.IsHandled;
        later.Advance(TimeSpan.FromDays(2));
        await poison.Run(hint, default);
        await poison.Run(hint, default);

        (soon, (await host.FindAsync(phone, sid))!.IsHandled).ShouldBe((false, true));
        host.Host.Logs.Lines.Count(l => l.Contains("inbound-sms is given up", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task After_their_time_texts_and_talks_are_gone()
    {
        var phone = host.NewPhone();
        await host.PostAsync(phone, expiresIn: TimeSpan.FromDays(1));
        var sid = await host.KeepAsync(phone, "۵");
        await host.HandleAsync(phone, sid);
        var later = new ShiftedTime();
        var purge = new ConversationPurge(host.Host.Tables, later);

        later.Advance(TimeSpan.FromDays(6));
        await purge.RunAsync(default);
        var afterDays = await RowsAsync(phone);
        later.Advance(TimeSpan.FromDays(10));
        await purge.RunAsync(default);
        var afterWeeks = await RowsAsync(phone);
        later.Advance(TimeSpan.FromDays(16));
        await purge.RunAsync(default);

        (afterDays, afterWeeks, await RowsAsync(phone)).ShouldBe(("m,q,s", "m", ""));
    }

    [Fact]
    public async Task What_is_kept_of_a_number_can_be_shown_and_erased()
    {
        var (phone, other) = (host.NewPhone(), host.NewPhone());
        await host.PostAsync(phone);
        foreach (var number in new[] { phone, other })
            await host.HandleAsync(number, await host.KeepAsync(number, "a question"));
        var data = host.Host.Get<ConversationData>();

        var shown = await data.ExportAsync(host.Sender(phone), default);
        await data.EraseAsync(host.Sender(phone), host.Clock.GetUtcNow(), default);
        await data.EraseAsync(host.Sender(phone), host.Clock.GetUtcNow(), default);

        shown.Select(t => t.Text).ShouldBe(["a question"]);
        (await RowsAsync(phone), await RowsAsync(other)).ShouldBe(("", "m,s"));
    }

    [Fact]
    public async Task No_column_has_a_number_or_a_word_of_the_text()
    {
        var phone = host.NewPhone();
        var sid = await host.KeepAsync(phone, "my secret question");
        await host.HandleAsync(phone, sid);

        await foreach (var row in host.Host.Tables.GetTableClient("Conversations").QueryAsync<TableEntity>())
        {
            var text = string.Join(' ', row.Select(c => c.Value is byte[] bytes ? System.Text.Encoding.UTF8.GetString(bytes) : $"{c.Value}"));
            text.ShouldNotContain(phone[1..]);
            text.ShouldNotContain("secret");
        }

        var digits = phone[1..];
        host.Host.Logs.Lines.ShouldNotContain(line => line.Contains("secret", StringComparison.Ordinal) || line.Contains(digits, StringComparison.Ordinal));
    }

    private async Task<string> RowsAsync(string phone)
    {
        var kinds = new SortedSet<char>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {host.Sender(phone)}");
        await foreach (var row in host.Host.Tables.GetTableClient("Conversations").QueryAsync<TableEntity>(filter))
            kinds.Add(row.RowKey[0]);
        return string.Join(',', kinds);
    }
}
