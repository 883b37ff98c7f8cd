using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Peyk.Core.Deliveries;
using Peyk.Functions.Assistant;
using Peyk.Functions.Complaints;
using Peyk.Functions.Contacts;
using Peyk.Functions.Feedback;
using Peyk.Functions.Shared.Security;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Complaints;

/// <summary>What citizens said is shown to them, erased for them, and kept no longer than it should be.</summary>
public sealed class SpokenPersonTests(AzuriteFixture azurite, QuietHost host) : IClassFixture<QuietHost>
{
    [Fact]
    public async Task Messages_and_complaints_are_exported_and_erased_and_no_row_names_the_number()
    {
        var (phone, other) = (host.NewPhone(), host.NewPhone());
        var contact = await host.Api.PutContactAsync(new() { ["mobile"] = phone, ["name"] = "Zarnegarqx" });
        foreach (var number in new[] { phone, other })
        {
            foreach (var text in new[] { "A question for you.", "A complaint for you." })
                await host.HandleAsync(number, await host.KeepAsync(number, text));
        }

        var export = (await host.Api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/contacts/{contact}/export"))!;
        var subject = new DataSubject(
            contact, false, [new(Channel.Sms, phone, host.Sender(phone), IsShared: false)], ["Zarnegarqx"], host.Clock.GetUtcNow().AddMinutes(1));
        var before = (await RowsAsync(phone)).Count;
        foreach (var data in new IPersonalData[] { new ConversationPersons(host.Host.Get<ConversationData>()), new ComplaintPersons(host.Host.Get<ComplaintStore>(), host.Clock) })
        {
            await data.EraseAsync(subject, default);
            (await data.EraseAsync(subject, default)).Count.ShouldBe(0);
            (await data.ExportAsync(subject, default)).ShouldBeNull();
        }

        export["others"]!["messages"]!.AsArray().Select(m => (string?)m!["text"]).ShouldBe(["A question for you.", "A complaint for you."]);
        ((string?)export["others"]!["complaints"]![0]!["text"]).ShouldBe("A complaint for you.");
        before.ShouldBeGreaterThan(6);
        (await RowsAsync(phone)).ShouldBeEmpty();
        (await RowsAsync(other)).Count.ShouldBe(before);
        (await host.Host.Get<SpokenComplaints>().FindLastAsync(host.Sender(phone), host.Clock.GetUtcNow(), default))!
            .ShouldSatisfyAllConditions(c => c.Matter.ShouldBeNull(), c => c.State.ShouldBe(ComplaintState.Closed), c => c.Due.ShouldBeNull());
    }

    [Fact]
    public async Task What_came_from_a_telephone_of_two_is_left_alone()
    {
        var phone = host.NewPhone();
        await host.HandleAsync(phone, await host.KeepAsync(phone, "A question for you."));
        var subject = new DataSubject(
            Guid.NewGuid(), false, [new(Channel.Sms, phone, host.Sender(phone), IsShared: true)], ["Anybody"], host.Clock.GetUtcNow().AddMinutes(1));

        (await new ConversationPersons(host.Host.Get<ConversationData>()).EraseAsync(subject, default)).Count.ShouldBe(0);

        (await RowsAsync(phone)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_closed_complaint_loses_its_text_after_thirty_days_and_itself_after_four_hundred()
    {
        var phone = host.NewPhone();
        var id = host.Host.Get<DerivedIds>().Of(host.Clock.GetUtcNow(), "test", phone);
        var desk = host.Host.Get<ComplaintDesk>();
        await desk.OpenAsync(
            new(id, "test", false, ComplaintSource.Keyword, null, "en", null, new(new FeedbackPerson(Mobile: phone), "It was bad.")), default);
        await desk.AnswerAsync(id, "test", false, "It is better now.", default);
        var retention = host.Host.Get<ComplaintRetention>();

        var seen = new List<string>();
        foreach (var days in new[] { 29, 2, 368, 3 })
        {
            host.Clock.Advance(TimeSpan.FromDays(days));
            await retention.RunAsync(default);
            seen.Add(await host.Host.Get<ComplaintStore>().FindAsync(id, default) is not { } left ? "gone" : left.Matter is null ? "bare" : "whole");
        }

        seen.ShouldBe(["whole", "bare", "bare", "gone"]);
    }

    [Fact]
    public async Task Messages_and_complaints_come_under_the_new_master_key()
    {
        var storage = azurite.NewAccount();
        var (old, @new, lookup) = (Secret(), Secret(), Secret());
        const string phone = "+989131234500";
        string sender;
        await using (var before = await StartAsync(storage, $"old:{old}", lookup))
        {
            sender = before.Get<AddressHashes>().Of(Channel.Sms, phone, isTest: false);
            await before.Get<Conversations>().AddAsync(
                new(sender, "SM1", "MG1", TimeProvider.System.GetUtcNow(), new(phone, "+15005550006", "A complaint, please."), null, IsHandled: false), default);
            await before.Get<InboundHandler>().HandleAsync(sender, "SM1", default);
        }

        await using var after = await StartAsync(storage, $"new:{@new},old:{old}", lookup);
        var rewrapped = (await after.Get<ConversationKeyRotation>().RunAsync(default), await after.Get<ComplaintKeyRotation>().RunAsync(default));

        rewrapped.ShouldBe((1, 1));
        foreach (var table in new[] { "Conversations", "Complaints" })
        {
            await foreach (var row in after.Tables.GetTableClient(table).QueryAsync<TableEntity>("KeyId ne ''"))
                row.GetString("KeyId").ShouldBe("new");
        }

        (await after.Get<Conversations>().FindAsync(sender, "SM1", default))!.Body.Text.ShouldBe("A complaint, please.");
        (await after.Get<SpokenComplaints>().FindLastAsync(sender, TimeProvider.System.GetUtcNow(), default))!.Matter!.Text.ShouldBe("A complaint, please.");
    }

    private static string Secret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static Task<PeykHost> StartAsync(string storage, string masterKeys, string lookup) => PeykHost.StartAsync(
        storage, new Dictionary<string, string> { ["Peyk__MasterKeys"] = masterKeys, ["Peyk__LookupKey"] = lookup, ["RetentionSchedule"] = "0 0 0 1 1 *" });

    /// <summary>Rows of both tables that lead to a number: by its hash, or in so many words.</summary>
    private async Task<IReadOnlyList<string>> RowsAsync(string phone)
    {
        var found = new List<string>();
        foreach (var table in new[] { "Conversations", "Complaints" })
        {
            await foreach (var row in host.Host.Tables.GetTableClient(table).QueryAsync<TableEntity>())
            {
                var text = string.Join(' ', row.Select(c => c.Value is byte[] bytes ? System.Text.Encoding.UTF8.GetString(bytes) : $"{c.Value}"));
                if (text.Contains(host.Sender(phone), StringComparison.Ordinal) || text.Contains(phone[1..], StringComparison.Ordinal))
                    found.Add($"{row.PartitionKey}/{row.RowKey}");
            }
        }

        return found;
    }
}
