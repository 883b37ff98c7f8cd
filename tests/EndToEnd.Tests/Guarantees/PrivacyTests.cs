using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Storage;
using Peyk.Local.Simulator.Scenarios;
using Peyk.Runtime;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Guarantees;

/// <summary>
/// Addresses, names, data and texts stand in content rows and at the providers, and nowhere else: not in a log line, a scope, an
/// exception, a trace, the storage client's own diagnostics, nor an address that a provider calls back.
/// </summary>
[Collection(nameof(OneAtATime))]
public sealed class PrivacyTests(AzuriteFixture azurite)
{
    private const string Name = "Zarnegarqx Marker";
    private const string Reference = "ref-Qazvinmarker-77";
    private const string Poison = "poisonous-Tabrizmarker";

    [Fact]
    public async Task No_address_and_no_text_is_in_any_log_line_also_when_everything_fails()
    {
        var heard = new ConcurrentQueue<string>();
        using var diagnostics = new AzureEventSourceListener((e, text) => heard.Enqueue($"{text} {string.Join(' ', e.Payload ?? [])}"), EventLevel.Verbose);
        using var traces = Traces(heard);
        var failure = new StorageFailure();
        await using var host = await PeykHost.StartAsync(
            azurite.NewAccount(),
            ShortTimes.Settings(
                ("Delivery__PutBackPause", "00:00:00"),
                ("AzureFunctionsJobHost__extensions__queues__maxDequeueCount", "2"),
                ("Logging__LogLevel__Default", "Debug")),
            services => services.AddSingleton(s =>
                s.GetRequiredService<StorageConnection>().CreateTables(o => o.AddPolicy(failure, HttpPipelinePosition.PerCall))));
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));

        List<string> recipients =
        [
            "+989411234501",
            .. new[] { "005", "211", "500", "504", "429", "610" }.Select(d => ScenarioTable.Mobile(d, 6)),
            "qommarker@example.org",
            .. new[] { "bounced", "refused", "server-error", "timeout-after-accept", "reset-before-accept", "mailbox-full" }
                .Select(n => ScenarioTable.Address(n, "qommarker")),
        ];
        var ids = new List<string>();
        foreach (var recipient in recipients)
            ids.Add(await api.AcceptedAsync(Update(recipient)));
        foreach (var id in ids)
            await api.FinalAsync(id);
        await FailEverywhereAsync(host, api, failure);

        string[] markers =
        [
            "Zarnegarqx", "Qazvinmarker", "Tabrizmarker", "qommarker", "9411234501", "94112345",
            .. recipients.Select(r => r.TrimStart('+')),
            .. recipients.Select(r => Uri.EscapeDataString(r)),
            .. host.Simulator.Messages.Select(m => m.Body),
            .. host.Simulator.Mails.Select(m => m.Subject),
        ];
        host.Simulator.Messages.ShouldNotBeEmpty();
        host.Logs.Lines.ShouldContain(l => l.StartsWith("Debug ", StringComparison.Ordinal), "the log was not kept at its most talkative");
        heard.Count.ShouldBeGreaterThan(500, "the storage client's diagnostics were not heard");
        Leaks(host.Logs.Lines, markers).ShouldBeEmpty();
        Leaks(heard, markers).ShouldBeEmpty();
        Leaks(host.Simulator.Messages.Select(m => m.StatusCallback ?? ""), markers).ShouldBeEmpty();
        Leaks(host.Simulator.Mails.SelectMany(m => m.CustomArgs.Values), markers).ShouldBeEmpty();
    }

    /// <summary>Refusals, broken writes, unreadable messages, forged and malformed webhooks: each with personal data in it.</summary>
    private static async Task FailEverywhereAsync(PeykHost host, ApiUser api, StorageFailure failure)
    {
        var broken = Update("+989411234502");
        broken["to"]!["email"] = "qommarker at nowhere";
        broken["data"] = new JsonObject { [Name] = Reference };
        using var refused = await api.PostAsync(broken);
        ((int)refused.StatusCode).ShouldBe(400);

        foreach (var entry in (string[])["accepted", "sending", "sent", "delivered"])
        {
            failure.BreakNext($"\"Event\":\"{entry}\"", after: false);
            await api.FinalAsync(await api.PersistAsync(Update("+989411234503"), entry));
        }

        foreach (var queue in (string[])[Queues.SendSms, Queues.SendEmail, Queues.Receipts])
            await host.Get<Hints>().PutBackAsync(queue, $"{Poison} {Name} qommarker@example.org", TimeSpan.Zero, default);
        await Wait.UntilAsync(
            async () => (await Task.WhenAll(Queues.All.Select(q => host.Get<Functions.Operations.DeadLetterStore>().ListAsync(q, default)))).Sum(l => l.Count) >= 3,
            what: "the dead letters");

        using var form = new FormUrlEncodedContent([new("To", "+989411234501"), new("Body", Name)]);
        ((int)(await api.Http.PostAsync("/hooks/twilio/status?d=forged", form)).StatusCode).ShouldBe(403);
        using var events = new StringContent($"[{{\"email\":\"qommarker@example.org\",\"event\":\"{Name}\"}}]");
        ((int)(await api.Http.PostAsync("/hooks/sendgrid/events", events)).StatusCode).ShouldBe(403);
        // Nobody listens there: the provider cannot be reached at all.
        await host.Simulator.DisposeAsync();
        var id = await api.AcceptedAsync(Update("+989411234504"));
        await api.WhenAsync(id, n => n["deliveries"]![0]!["attempts"]!.AsArray().Count > 0);
    }

    private static ActivityListener Traces(ConcurrentQueue<string> heard)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => !source.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a => heard.Enqueue(
                $"{a.DisplayName} {a.StatusDescription} {string.Join(' ', a.TagObjects)} {string.Join(' ', a.Events.SelectMany(e => e.Tags))} {string.Join(' ', a.Baggage)}"),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static List<string> Leaks(IEnumerable<string> lines, IReadOnlyCollection<string> markers) =>
        [.. lines.Where(line => markers.Any(m => line.Contains(m, StringComparison.OrdinalIgnoreCase))).Take(5)];

    private static JsonObject Update(string recipient)
    {
        var update = recipient.StartsWith('+')
            ? ApiUser.StatusUpdate(recipient, name: Name, language: "en")
            : ApiUser.StatusUpdate(email: recipient, name: Name, language: "en");
        update["reference"] = Reference;
        return update;
    }
}
