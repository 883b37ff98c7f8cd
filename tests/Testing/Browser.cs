using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;
using Peyk.Local;
using Xunit;

namespace Peyk.Testing;

/// <summary>
/// One headless Chromium for a test assembly: Debian's, which is installed with <c>apt-get</c> where it is missing and we may.
/// Elsewhere browser tests are skipped with the reason; in CI they fail.
/// </summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _missing;
    private string _axe = "";

    public async ValueTask InitializeAsync()
    {
        _missing = await Chromium.EnsureAsync();
        if (_missing is not null)
            return;
        _axe = await File.ReadAllTextAsync(Path.Combine(await NpmPackages.EnsureAsync("tests"), "axe-core", "axe.min.js"));
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>Opens an empty page of a size; skips the test where there is no browser.</summary>
    /// <param name="scripts">False for a browser that runs no JavaScript at all.</param>
    public async Task<BrowserPage> OpenAsync(Device device, bool dark = false, bool scripts = true)
    {
        if (_missing is not null)
        {
            if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
                Assert.Fail(_missing);
            Assert.Skip(_missing);
        }
        var context = await _browser!.NewContextAsync(new()
        {
            ViewportSize = device is Device.Phone ? new() { Width = 390, Height = 844 } : new() { Width = 1280, Height = 800 },
            DeviceScaleFactor = 2,
            HasTouch = device is Device.Phone,
            IsMobile = device is Device.Phone,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            TimezoneId = "Asia/Tehran",
            JavaScriptEnabled = scripts,
        });
        context.SetDefaultTimeout(20_000);
        return new(context, await context.NewPageAsync(), _axe);
    }
}

/// <summary>A size of window.</summary>
public enum Device
{
    /// <summary>1280 by 800.</summary>
    Desktop,

    /// <summary>390 by 844, with touch.</summary>
    Phone,
}

/// <summary>A page in a browser profile of its own, which notes what goes wrong in it.</summary>
public sealed class BrowserPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly string _axe;
    private readonly ConcurrentQueue<string> _problems = new();
    private readonly ConcurrentQueue<string> _hosts = new();

    internal BrowserPage(IBrowserContext context, IPage page, string axe)
    {
        (_context, Page, _axe) = (context, page, axe);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _problems.Enqueue(message.Text);
        };
        page.PageError += (_, error) => _problems.Enqueue(error);
        page.Response += (_, response) => _hosts.Enqueue(new Uri(response.Url).Authority);
        page.RequestFailed += (_, request) =>
        {
            // Leaving a page ends its live feed, which is no problem.
            if (request.ResourceType is not "eventsource" && request.Failure is not "net::ERR_ABORTED")
                _problems.Enqueue($"{request.Url}: {request.Failure}");
        };
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of the console, uncaught exceptions, failed requests.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    /// <summary>Hosts that answered anything; what the page's policy blocks never leaves.</summary>
    public IReadOnlyCollection<string> Hosts => [.. _hosts.Where(host => host.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <summary>What axe-core finds serious or critical: rule, element and what to do.</summary>
    public async Task<IReadOnlyList<string>> SeriousViolationsAsync()
    {
        // Evaluated by the debugger, which the page's Content-Security-Policy does not bind.
        await Page.EvaluateAsync(_axe);
        var found = await Page.EvaluateAsync<JsonElement>("async () => (await axe.run()).violations");
        return
        [
            .. from violation in found.EnumerateArray()
               where violation.GetProperty("impact").GetString() is "serious" or "critical"
               from node in violation.GetProperty("nodes").EnumerateArray()
               select $"{violation.GetProperty("id")}: {node.GetProperty("html")} {node.GetProperty("failureSummary")}",
        ];
    }

    /// <summary>Keeps a picture in <c>artifacts/pictures</c> of the repository.</summary>
    /// <param name="whole">The whole page instead of what the window shows.</param>
    public async Task PictureAsync(string name, bool whole = false)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "pictures"));
        await Page.EvaluateAsync("document.fonts.ready");
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder.FullName, name + ".png"), FullPage = whole });
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
