using Peyk.Core.Deliveries;
using Peyk.Functions.Contacts;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Tests.Feedback;

/// <summary>The one reminder, and reminders of others that wait for an answer.</summary>
public sealed class FeedbackReminderTests(FeedbackHost host) : IClassFixture<FeedbackHost>
{
    [Fact]
    public async Task Who_does_not_answer_is_reminded_once()
    {
        var (email, id, reminder) = await WaitingAsync();

        host.Clock.Advance(TimeSpan.FromDays(3) + TimeSpan.FromMinutes(1));
        await host.Host.Get<DeliveryWorker>().LookAtAsync(Guid.Parse(reminder), 1, default);
        await host.Api.FinalAsync(reminder);
        await host.Host.Get<DeliveryWorker>().LookAtAsync(Guid.Parse(reminder), 1, default);

        var mails = host.Host.Simulator.Mails.Where(m => m.To == email).ToList();
        mails.Count.ShouldBe(2);
        mails[1].Subject.ShouldStartWith("A reminder");
        mails[1].Text!.ShouldContain(host.PageOf(id).AbsolutePath);
    }

    [Fact]
    public async Task Who_answered_is_not_reminded()
    {
        var (email, id, reminder) = await WaitingAsync();

        await host.AnswerAsync(host.PageOf(id), ("part", "0"), ("item-satisfaction", "5"));
        host.Clock.Advance(TimeSpan.FromDays(3) + TimeSpan.FromMinutes(1));
        await host.Host.Get<DeliveryWorker>().LookAtAsync(Guid.Parse(reminder), 1, default);

        ((string?)(await host.Api.NotificationAsync(reminder))["status"]).ShouldBe("cancelled");
        host.Host.Simulator.Mails.Count(m => m.To == email).ShouldBe(1);
    }

    [Theory]
    [InlineData("remind", "false")]
    [InlineData("remindAfter", "\"P20D\"")] // it would come after the end
    public async Task Some_are_not_to_be_reminded(string member, string value)
    {
        var email = host.NewEmail();
        var request = FeedbackHost.Request(email);
        request[member] = System.Text.Json.Nodes.JsonNode.Parse(value);

        var id = (string)(await host.PostAsync(request))["id"]!;

        (await host.FindAsync(id))["remindAt"].ShouldBeNull();
        (await HeadsAsync(email)).ShouldBe([id]);
    }

    private async Task<(string Email, string Id, string Reminder)> WaitingAsync()
    {
        var email = host.NewEmail();
        var (id, _) = await host.AskAsync(FeedbackHost.Request(email));
        return (email, id, (await HeadsAsync(email)).Where(head => head != id).ShouldHaveSingleItem());
    }

    private async Task<IEnumerable<string>> HeadsAsync(string email)
    {
        var hash = host.Host.Get<AddressHashes>().Of(Channel.Email, email, isTest: false);
        return (await host.RowsAsync(Tables.Notifications)).Where(r => r.GetString("EmailHash") == hash).Select(r => r.RowKey.Split('|')[0]);
    }
}
