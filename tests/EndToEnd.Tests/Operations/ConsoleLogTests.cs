using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Peyk.Functions.Clients;
using Peyk.Local;
using Peyk.Local.Simulator;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Operations;

public sealed class ConsoleLogTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task With_the_JSON_formatter_every_line_is_an_object_with_the_trace_it_belongs_to()
    {
        var trace = ActivityTraceId.CreateRandom();

        var lines = await LinesOfARunAsync(trace, ("Logging__Console__FormatterName", "json"));

        var entries = lines.Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        var step = entries.First(e => e["Message"]!.GetValue<string>().Contains("Sent", StringComparison.Ordinal));
        step["Scopes"]!.ToJsonString().ShouldContain(trace.ToString());
        step["State"]!["Channel"]!.GetValue<string>().ShouldBe("Sms");
    }

    [Fact]
    public async Task By_default_an_entry_is_one_line_that_begins_with_its_time()
    {
        var lines = await LinesOfARunAsync(ActivityTraceId.CreateRandom());

        lines.ShouldNotBeEmpty();
        lines.ShouldAllBe(line => char.IsAsciiDigit(line[0]) && line[2] == ':');
    }

    /// <summary>What the app as a process of its own prints while it delivers one SMS.</summary>
    private async Task<IReadOnlyList<string>> LinesOfARunAsync(ActivityTraceId trace, params (string Name, string Value)[] settings)
    {
        var storage = azurite.NewAccount();
        var port = AppProcess.FreePort();
        var url = $"http://127.0.0.1:{port}";
        await using var simulator = await ProviderSimulator.StartAsync();
        var all = new Dictionary<string, string>(LocalEnvironment.Settings(storage, simulator, url));
        foreach (var (name, value) in settings)
            all[name] = value;
        var file = Path.Combine(Path.GetTempPath(), $"peyk-{Guid.NewGuid():N}.log");
        try
        {
            await using (var app = await AppProcess.StartAsync(port, all, file, default))
            {
                var key = await new ApiKeys(new TableServiceClient(storage), TimeProvider.System).CreateAsync("test", [.. Scopes.All], null, default);
                using var http = new HttpClient { BaseAddress = app.Url };
                http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Key);
                http.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
                using var answer = await http.PostAsJsonAsync("/api/v1/status-updates", ApiUser.StatusUpdate("+989121119902"));
                answer.EnsureSuccessStatusCode();
                await Wait.UntilAsync(() => simulator.WebhookCounts.Succeeded >= 3, what: "the last receipt");
            }

            return [.. (await File.ReadAllLinesAsync(file)).Where(line => line.Length > 0)];
        }
        finally
        {
            File.Delete(file);
            File.Delete(file + ".err");
        }
    }
}
