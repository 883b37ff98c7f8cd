using System.Globalization;
using System.Text.RegularExpressions;

namespace Peyk.Local.Trial;

/// <summary>The dashboard after everything else: its numbers are the report's, and a picture of it is left in <c>artifacts/pictures</c>.</summary>
/// <param name="browser">Says why there is no browser; null when there is one.</param>
public sealed partial class DashboardSteps(LocalEnvironment environment, PeykClient client, Task<string?> browser)
{
    private static readonly string[] Languages = ["fa", "en"];
    private static readonly (string Name, int Width, int Height)[] Sizes = [("desktop", 1280, 1500), ("phone", 500, 2200)];

    public IEnumerable<TrialStep> All => [new("The dashboard shows the same", LookAsync)];

    private async Task<string> LookAsync(CancellationToken token)
    {
        var session = new DashboardSession(environment.App.Url, environment.ApiKey);
        using var http = new HttpClient { BaseAddress = environment.App.Url, DefaultRequestHeaders = { { "Cookie", (await session.SignInAsync(token)).Split(';')[0] } } };
        var report = await client.GetAsync("/api/v1/reports/deliveries", token);
        var page = await http.GetStringAsync(session.Page("en"), token);
        var shown = Chart().Match(page) is { Success: true } chart
            ? Cell().Matches(chart.Value).Sum(cell => long.Parse(cell.Groups[1].Value, CultureInfo.InvariantCulture))
            : -1;
        var counted = (long)report["total"]!["deliveries"]!;
        TrialRun.Expect(shown == counted, $"the dashboard shows {shown} deliveries, the report {counted}");
        return $"{shown} deliveries; {await PicturesAsync(token)}";
    }

    private async Task<string> PicturesAsync(CancellationToken token)
    {
        if (await browser.WaitAsync(token) is { } missing)
            return Environment.GetEnvironmentVariable("CI") == "true" ? throw new TrialFailedException(missing) : $"no picture of it: {missing}";
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "pictures")).FullName;
        foreach (var language in Languages)
        {
            foreach (var (name, width, height) in Sizes)
            {
                var file = Path.Combine(folder, $"dashboard-{language}-{name}.png");
                File.Delete(file);
                await Chromium.PictureAsync(new(environment.Simulator.Url, $"/dashboard?lang={language}"), file, width, height, token);
            }
        }

        return "pictures of it: artifacts/pictures/dashboard-*.png";
    }

    [GeneratedRegex("<figure[^>]*id=\"month\".*?</figure>", RegexOptions.Singleline, 5000)]
    private static partial Regex Chart();

    [GeneratedRegex("<data value=\"([0-9]+)\">", RegexOptions.None, 5000)]
    private static partial Regex Cell();
}
