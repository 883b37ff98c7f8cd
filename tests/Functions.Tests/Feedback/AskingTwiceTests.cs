using System.Net;
using System.Text.Json.Nodes;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Tests.Feedback;

/// <summary>A request that breaks off anywhere and comes again asks once, reminds once and is one request.</summary>
public sealed class AskingTwiceTests(FeedbackHost host) : IClassFixture<FeedbackHost>
{
    [Theory]
    [InlineData("\"Mac\"", true)] // the idempotency key is kept
    [InlineData("\"Request\"", false)] // the person is to be claimed
    [InlineData("\"Request\"", true)] // the person is claimed, the request is not kept
    [InlineData("\"RemindAt\"", true)] // the request is kept, nobody is asked
    [InlineData("feedback-requests", false)] // the question is to be taken over
    [InlineData("feedback-requests", true)] // the question is taken over, the reminder is not
    public async Task What_broke_off_is_completed_by_a_repeat(string call, bool after)
    {
        var email = host.NewEmail();
        var request = FeedbackHost.Request(email);
        host.Failure.BreakNext(call, after);
        (await host.Api.PostAsync(request, email, "/api/v1/feedback-requests")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);

        var answer = await host.PostAsync(request, key: email);
        await host.PostAsync(request, key: email);

        ((string?)answer["status"], (string?)answer["reason"]).ShouldBe(("accepted", null));
        var id = (string)answer["id"]!;
        await host.Host.Get<DeliveryWorker>().LookAtAsync(Guid.Parse(id), 1, default); // A hint that was never put the sweep would put.
        await host.Api.FinalAsync(id);
        host.Host.Simulator.Mails.Count(m => m.To == email).ShouldBe(1);
        await RemindedOnceAsync(id);
    }

    [Fact]
    public async Task Posts_at_once_under_one_key_ask_once()
    {
        var email = host.NewEmail();
        var request = FeedbackHost.Request(email);

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => host.PostAsync((JsonObject)request.DeepClone(), key: email)));

        var id = answers.Select(a => (string)a["id"]!).Distinct().ShouldHaveSingleItem();
        await host.Api.FinalAsync(id);
        host.Host.Simulator.Mails.Count(m => m.To == email).ShouldBe(1);
        await RemindedOnceAsync(id);
    }

    [Fact]
    public async Task Two_requests_at_once_ask_a_person_once()
    {
        var email = host.NewEmail();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => host.PostAsync(FeedbackHost.Request(email))));

        answers.Count(a => (string?)a["status"] == "accepted").ShouldBe(1);
        answers.Count(a => (string?)a["reason"] == "asked_lately").ShouldBe(4);
    }

    /// <summary>One scheduled notification waits beside the one that asked.</summary>
    private async Task RemindedOnceAsync(string id)
    {
        var at = ((DateTimeOffset?)(await host.FindAsync(id))["remindAt"]).ShouldNotBeNull();
        (await host.RowsAsync(Tables.Notifications))
            .Count(r => r.RowKey.StartsWith("o|", StringComparison.Ordinal) && r.GetDateTimeOffset("Due") == at)
            .ShouldBe(1);
    }
}
