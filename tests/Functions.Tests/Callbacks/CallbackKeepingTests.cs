using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using Azure.Data.Tables;
using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Callbacks;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Callbacks;

/// <summary>What is kept, how long, and what is nowhere to be seen.</summary>
public sealed class CallbackKeepingTests(CallbackFixture fixture) : IClassFixture<CallbackFixture>
{
    [Fact]
    public async Task After_thirty_days_what_is_done_goes_and_what_waits_stays()
    {
        await using var endpoint = await Endpoint.StartAsync();
        await fixture.SetAsync("old", endpoint.Address);
        await fixture.AddAsync("old", 60);
        await fixture.PumpAsync("old");
        var parked = (await fixture.AddAsync("old"))[0];
        await ParkAsync(parked);
        var asked = (await fixture.AddAsync("old"))[0];

        fixture.Time.Advance(TimeSpan.FromDays(29.9));
        await PurgeAsync();
        (await fixture.ListAsync("old")).Count.ShouldBe(62);
        fixture.Time.Advance(TimeSpan.FromDays(0.2));
        var young = (await fixture.AddAsync("old"))[0];
        await ParkAsync(young);
        await PurgeAsync();

        (await fixture.ListAsync("old")).Select(c => c.Event.Id).Order(StringComparer.Ordinal)
            .ShouldBe(new[] { asked.Event.Id, young.Event.Id }.Order(StringComparer.Ordinal));
        (await fixture.ListAsync("old", CallbackStatus.Parked)).ShouldHaveSingleItem().Event.Id.ShouldBe(young.Event.Id);
        (await fixture.Store.ReadCursorAsync("old", default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Address_and_secrets_are_sealed_in_the_table()
    {
        await using var endpoint = await Endpoint.StartAsync();
        var secret = await fixture.SetAsync("sealed", new Uri(endpoint.Address, "/Pathmarker?key=Querymarker"));

        var row = (await fixture.Host.Tables.GetTableClient(Tables.Clients).GetEntityAsync<TableEntity>("client", "sealed")).Value;

        foreach (var (_, value) in row)
        {
            var text = value is byte[] bytes ? Encoding.Latin1.GetString(bytes) : $"{value}";
            text.ShouldNotContain("marker");
            text.ShouldNotContain(secret["whsec_".Length..]);
        }
    }

    [Fact]
    public async Task No_log_line_and_no_trace_has_a_secret_or_an_address_also_when_everything_fails()
    {
        var heard = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a => heard.Enqueue($"{a.DisplayName} {a.StatusDescription} {string.Join(' ', a.TagObjects)} {string.Join(' ', a.Events.SelectMany(e => e.Tags))}"),
        };
        ActivitySource.AddActivityListener(listener);
        await using var endpoint = await Endpoint.StartAsync();
        var address = new Uri(endpoint.Address, "/peyk?key=Querymarker");
        List<string> secrets = [await fixture.SetAsync("private", address)];
        secrets.Add((await fixture.RunAsync("callbacks", "rotate", "--client", "private")).Output.Trim());

        CannedAnswer[] answers =
            [new(HttpStatusCode.OK, "Bodymarker"), new(HttpStatusCode.BadRequest, "Bodymarker"), CannedAnswer.Reset, new(HttpStatusCode.Gone, "Bodymarker")];
        foreach (var answer in answers)
        {
            endpoint.Answer = answer;
            await fixture.AddAsync("private");
            await fixture.PumpAsync("private");
        }

        // Nobody listens there, and TLS meets no TLS.
        foreach (var wrong in (string[])["http://127.0.0.1:1/?key=Querymarker", $"https://127.0.0.1:{endpoint.Address.Port}/?key=Querymarker"])
        {
            secrets.Add(await fixture.SetAsync("private", new Uri(wrong)));
            fixture.Time.Advance(TimeSpan.FromMinutes(2));
            await fixture.AddAsync("private");
            await fixture.PumpAsync("private");
        }

        // A record that cannot be opened any more fails whole.
        var clients = fixture.Host.Tables.GetTableClient(Tables.Clients);
        await clients.UpsertEntityAsync(new TableEntity("client", "private") { ["CallbackSealed"] = new byte[64] }, TableUpdateMode.Merge);
        await Should.ThrowAsync<System.Security.Cryptography.CryptographicException>(fixture.PumpAsync("private"));

        endpoint.Requests.Count.ShouldBe(4);
        fixture.Host.Logs.Lines.ShouldContain(l => l.Contains("of client private failed", StringComparison.Ordinal));
        heard.ShouldNotBeEmpty();
        string[] markers = ["Querymarker", "Bodymarker", .. secrets.Select(s => s["whsec_".Length..])];
        fixture.Host.Logs.Lines.Concat(heard).Where(line => markers.Any(m => line.Contains(m, StringComparison.OrdinalIgnoreCase))).ShouldBeEmpty();
        (await fixture.RunAsync("callbacks", "list")).Output.ShouldContain("private  enabled since");
    }

    private async Task ParkAsync(Callback callback)
    {
        var stored = await fixture.FindAsync(callback);
        (await fixture.Store.SaveAsync(stored, stored.Park(CallbackFailure.Timeout, fixture.Now), default)).ShouldNotBeNull();
    }

    private Task PurgeAsync() => new PurgeCallbacksTimer(fixture.Store, fixture.Host.Get<ApiKeys>(), fixture.Time).Run(new TimerInfo(), default);
}
