using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.StatusUpdates;

/// <summary>The app and a browser, with cases that stand at different places.</summary>
public sealed class TrackingFixture(AzuriteFixture azurite, ChromiumFixture chromium) : IAsyncLifetime
{
    private ApiUser _api = null!;

    public PeykHost Host { get; private set; } = null!;

    public ChromiumFixture Chromium => chromium;

    public async ValueTask InitializeAsync()
    {
        Host = await PeykHost.StartAsync(azurite.NewAccount(), new Dictionary<string, string>
        {
            ["Peyk__Organisation__fa"] = "سازمان تأمین اجتماعی",
            ["Peyk__Organisation__en"] = "Social Security Organization",
        });
        _api = new ApiUser(Host.ClientWith(await Host.NewKeyAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await Host.DisposeAsync();
    }

    /// <summary>A case on its usual way: twelve days old, papers were missing and came, now its history is checked.</summary>
    public Task<Uri> UnderWayAsync() => OpenAsync("retirement", ("documents-received", 12), ("documents-missing", 9), ("documents-checked", 2));

    public Task<Uri> LateAsync() => OpenAsync("retirement", ("documents-received", 60), ("documents-checked", 50));

    public Task<Uri> MissingPapersAsync() => OpenAsync("unemployment-benefit", ("request-registered", 6), ("employer-asked", 3), ("documents-missing", 1));

    public Task<Uri> DoneAsync() => OpenAsync(
        "retirement", ("documents-received", 80), ("documents-checked", 74), ("contribution-history-verified", 50), ("decision", 31), ("first-payment", 1));

    /// <summary>Opens a case whose steps are recorded without telling anybody.</summary>
    private async Task<Uri> OpenAsync(string service, params (string Step, int DaysAgo)[] steps)
    {
        string? code = null;
        foreach (var (step, days) in steps)
        {
            var tells = new JsonObject
            {
                ["service"] = service,
                ["step"] = step,
                ["occurredAt"] = TimeProvider.System.GetUtcNow().AddDays(-days).ToString("O"),
            };
            if (code is not null)
                tells["code"] = code;
            using var answer = await _api.PostAsync(new() { ["case"] = tells, ["notify"] = false });
            ((int)answer.StatusCode).ShouldBe(202, await answer.Content.ReadAsStringAsync());
            code = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["case"]!["code"]!.GetValue<string>();
        }

        return new Uri(Host.Url, $"/t/{code}");
    }
}
