using Peyk.Functions.Callbacks;
using Peyk.Functions.Tests.Callbacks;

namespace Peyk.Functions.Tests.Dashboard;

/// <summary>The page on which callbacks that were given up are sent again.</summary>
public sealed class ParkedCallbacksPageTests(CallbackFixture fixture) : IClassFixture<CallbackFixture>, IAsyncLifetime
{
    private const string Page = "/ops/callbacks?lang=en";
    private const string Redeliver = "/ops/callbacks/redeliver";
    private const string RedeliverAll = "/ops/callbacks/redeliver-all";

    private Endpoint _endpoint = null!;
    private Desk _desk = null!;

    public async ValueTask InitializeAsync()
    {
        _endpoint = await Endpoint.StartAsync();
        _desk = await Desk.OpenAsync(fixture.Host);
    }

    public async ValueTask DisposeAsync()
    {
        _desk.Dispose();
        await _endpoint.DisposeAsync();
    }

    [Fact]
    public async Task What_is_parked_is_counted_by_client_with_the_reason()
    {
        await ParkedAsync("counted", 3);

        var page = await _desk.Viewer.ReadAsync(Page);

        page.ShouldContain("counted");
        page.ShouldContain("<bdi>Answer 503</bdi> · 3");
        (await _desk.Viewer.ReadAsync("/ops/callbacks?lang=fa")).ShouldContain("<bdi>پاسخ ۵۰۳</bdi> · ۳");
    }

    [Fact]
    public async Task An_operator_sends_one_again_and_twice_is_once()
    {
        var parked = await ParkedAsync("one-again", 2);
        (string, string)[] fields = [("client", "one-again"), ("callback", parked[0].Event.Id)];
        (await _desk.Operator.ReadAsync($"{Page}&client=one-again")).ShouldContain(parked[0].Event.Id);

        (await _desk.ActAsync(Page, Redeliver, fields)).ShouldContain("done=ops.callbacks.done");
        await fixture.PumpAsync("one-again");
        (await _desk.ActAsync(Page, Redeliver, fields)).ShouldContain("done=ops.callbacks.nothing");

        await _endpoint.RequestsAsync(1);
        (await fixture.FindAsync(parked[0])).Status.ShouldBe(CallbackStatus.Delivered);
        (await fixture.FindAsync(parked[1])).Status.ShouldBe(CallbackStatus.Parked);
        (await _desk.AuditedAsync("callback_redelivered")).ShouldContain($"one-again {parked[0].Event.Id}");
    }

    [Fact]
    public async Task An_operator_sends_all_of_a_client_again_and_twice_is_once()
    {
        var parked = await ParkedAsync("all-again", 3);

        (await _desk.ActAsync(Page, RedeliverAll, ("client", "all-again"))).ShouldContain("done=ops.callbacks.done");
        (await _desk.ActAsync(Page, RedeliverAll, ("client", "all-again"))).ShouldContain("done=ops.callbacks.nothing");
        await fixture.PumpAsync("all-again");

        await _endpoint.RequestsAsync(3);
        (await fixture.ListAsync("all-again", CallbackStatus.Parked)).ShouldBeEmpty();
        (await _desk.AuditedAsync("callbacks_redelivered")).ShouldContain("all-again");
    }

    [Fact]
    public async Task To_an_endpoint_that_is_closed_nothing_is_sent()
    {
        var parked = await ParkedAsync("closed", 1);
        await fixture.RunAsync("callbacks", "remove", "--client", "closed");

        (await _desk.ActAsync(Page, RedeliverAll, ("client", "closed"))).ShouldContain("done=ops.callbacks.closed");
        (await _desk.ActAsync(Page, Redeliver, ("client", "closed"), ("callback", parked[0].Event.Id))).ShouldContain("done=ops.callbacks.closed");

        (await fixture.FindAsync(parked[0])).Status.ShouldBe(CallbackStatus.Parked);
        (await _desk.Operator.ReadAsync(Page)).ShouldContain("Removed");
    }

    [Theory]
    [InlineData("client", "Not A Client")]
    [InlineData("callback", "../nothing")]
    public async Task What_names_no_callback_does_nothing(string field, string value) =>
        (await _desk.ActAsync(Page, Redeliver, (field, value))).ShouldContain("done=ops.callbacks.nothing");

    [Fact]
    public async Task A_viewer_sees_them_and_may_not_send_them()
    {
        var parked = await ParkedAsync("watched", 1);

        var page = await _desk.Viewer.ReadAsync($"{Page}&client=watched");
        page.ShouldContain(parked[0].Event.Id);
        page.ShouldNotContain($"action=\"{Redeliver}\"");
        (await _desk.RefusedAsync(Redeliver, ("client", "watched"), ("callback", parked[0].Event.Id))).ShouldBe(403);
        (await _desk.RefusedAsync(RedeliverAll, ("client", "watched"))).ShouldBe(403);

        (await fixture.FindAsync(parked[0])).Status.ShouldBe(CallbackStatus.Parked);
        (await _desk.AuditedAsync("callbacks_redelivered")).ShouldNotContain("watched");
    }

    /// <summary>Callbacks of a new client that were given up; its endpoint is well again.</summary>
    private async Task<List<Callback>> ParkedAsync(string client, int count)
    {
        await fixture.SetAsync(client, _endpoint.Address);
        var parked = new List<Callback>();
        foreach (var callback in await fixture.AddAsync(client, count))
        {
            var claimed = (await fixture.Store.SaveAsync(await fixture.FindAsync(callback), (await fixture.FindAsync(callback)).Claim(fixture.Now, CallbackFixture.Lease), default))!;
            parked.Add((await fixture.Store.SaveAsync(
                claimed, claimed.After(new(503, CallbackFailure.HttpStatus), fixture.Now + TimeSpan.FromDays(3), TimeSpan.FromDays(1), 0), default))!);
        }

        parked.ShouldAllBe(c => c.Status == CallbackStatus.Parked);
        return parked;
    }
}
