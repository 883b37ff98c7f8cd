using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Local;
using Peyk.Local.Simulator;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.SimulatorPages;

/// <summary>A simulator with a page open on it, and something that answers its webhooks.</summary>
public abstract class SimulatorPageTest(ChromiumFixture chromium) : IAsyncLifetime
{
    protected const string Sara = "+989121234567";
    protected const string John = "+447700900123";

    private WebApplication _app = null!;
    private HttpClient _twilio = null!;
    private HttpClient _sendGrid = null!;

    protected ProviderSimulator Simulator { get; private set; } = null!;

    /// <summary>Form and signature of each inbound webhook.</summary>
    protected ConcurrentQueue<(string Url, Dictionary<string, string> Form, string Signature)> Inbound { get; } = new();

    public static TheoryData<string, Device, bool> Views => new()
    {
        { "fa", Device.Desktop, false },
        { "en", Device.Desktop, true },
        { "fa", Device.Phone, true },
        { "en", Device.Phone, false },
    };

    public async ValueTask InitializeAsync()
    {
        // Once for all: no page shall wait for npm.
        var modules = await NpmPackages.EnsureAsync("local");
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
        await _app.StartAsync();
        var options = new ProviderSimulatorOptions { NodeModules = modules };
        Simulator = await ProviderSimulator.StartAsync(options);
        Simulator.InboundSmsUrl = new(Address() + "/hooks/twilio/inbound");
        _twilio = new() { BaseAddress = new(Simulator.Url, $"/2010-04-01/Accounts/{options.TwilioAccountSid}/") };
        _twilio.DefaultRequestHeaders.Authorization = new("Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.TwilioAccountSid}:{options.TwilioAuthToken}")));
        _sendGrid = new() { BaseAddress = Simulator.Url };
        _sendGrid.DefaultRequestHeaders.Authorization = new("Bearer", options.SendGridApiKey);
    }

    public async ValueTask DisposeAsync()
    {
        _twilio.Dispose();
        _sendGrid.Dispose();
        await Simulator.DisposeAsync();
        await _app.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task<BrowserPage> OpenAsync(string path, Device device, bool dark)
    {
        var page = await chromium.OpenAsync(device, dark);
        await page.Page.GotoAsync(new Uri(Simulator.Url, path).ToString());
        await page.Page.Locator("#live.on").WaitForAsync();
        return page;
    }

    protected async Task SendSmsAsync(string to, string body)
    {
        var response = await _twilio.PostAsync("Messages.json", new FormUrlEncodedContent(
        [
            new("To", to), new("Body", body), new("MessagingServiceSid", "MG00000000000000000000000000000001"),
        ]));
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    protected async Task SendMailAsync(string to, string name, string subject, string text, string html)
    {
        var response = await _sendGrid.PostAsJsonAsync("v3/mail/send", new
        {
            personalizations = new[]
            {
                new
                {
                    to = new[] { new { email = to, name } },
                    custom_args = new { peyk_id = "0199a7c0-0000-7000-8000-000000000001" },
                    headers = new Dictionary<string, string> { ["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click" },
                },
            },
            from = new { email = "peyk@example.org", name = "Peyk" },
            subject,
            content = new[] { new { type = "text/plain", value = text }, new { type = "text/html", value = html } },
        });
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    /// <summary>What must hold of every page: nothing in the console, nothing from elsewhere, nothing serious for axe, nothing cut off.</summary>
    protected async Task ShouldBeSoundAsync(BrowserPage page)
    {
        (await page.SeriousViolationsAsync()).ShouldBeEmpty();
        page.Problems.ShouldBeEmpty();
        page.Hosts.ShouldBe([Simulator.Url.Authority]);
        (await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth")).ShouldBeTrue();
        (await page.Page.EvaluateAsync<bool>("document.fonts.check('16px Vazirmatn', 'پ')")).ShouldBeTrue();
    }

    protected static string Picture(string page, string language, Device device, bool dark) =>
        $"simulator-{page}-{language}-{(device is Device.Phone ? "phone" : "desktop")}-{(dark ? "dark" : "light")}";

    private string Address() => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    private async Task AnswerAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        Inbound.Enqueue((Address() + http.Request.Path, form.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()),
            http.Request.Headers["X-Twilio-Signature"].ToString()));
        http.Response.ContentType = "text/xml";
        await http.Response.WriteAsync("<Response/>");
    }
}
