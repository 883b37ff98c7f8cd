using System.Globalization;
using System.Text;
using Peyk.Local.Simulator.Email;
using Peyk.Local.Simulator.Scenarios;
using Peyk.Local.Simulator.Sms;
using Peyk.Local.Simulator.State;
using Peyk.Local.Simulator.Webhooks;

namespace Peyk.Local.Simulator.Pages;

/// <summary>How much was accepted and called back since the start.</summary>
public sealed record SimulatorStatus(long Messages, long Mails, WebhookCounts Webhooks, string? InboundSmsUrl, string? EventWebhookUrl);

/// <summary>Switches of <c>PUT /_sim/faults</c>; what is absent stays as it is.</summary>
/// <param name="Twilio">Fault of the Messages API.</param>
/// <param name="SendGrid">Fault of mail/send.</param>
/// <param name="LoseReceipts">Whether webhooks are lost.</param>
/// <param name="Seconds">How long the faults last; absent: until the next setting.</param>
internal sealed record FaultSettings(Fault? Twilio = null, Fault? SendGrid = null, bool? LoseReceipts = null, double? Seconds = null);

/// <summary>A text that somebody types on the phone.</summary>
internal sealed record PhoneReply(string From, string Body, string? To = null);

/// <summary>The simulator's own interface: what was received, the switches, the phone's reply box and the live feed.</summary>
internal sealed class StateApi(
    MessageStore messages, MailStore mails, InboundSms inbound, EventWebhooks webhooks, WebhookClient client, Faults faults,
    LiveFeed feed, ProviderSimulator simulator, ProviderSimulatorOptions options)
{
    private const int LongestReply = 1_600;

    public void Map(IEndpointRouteBuilder routes, CancellationToken stopping)
    {
        routes.MapGet("/dashboard", async (HttpContext http, string? lang) => await OpenDashboardAsync(http, lang));
        var sim = routes.MapGroup("/_sim");
        sim.MapGet("/messages", (string? to, int? limit) => Results.Json(
            Latest(messages.All(), limit, message => to is null || message.To == to || message.From == to, message => message.Snapshot()),
            SimulatorJson.Default.IReadOnlyListSimulatedMessage));
        sim.MapGet("/mails", (string? to, int? limit) => Results.Json(
            Latest(mails.All(), limit, mail => Is(mail, to), mail => mail.Snapshot()),
            SimulatorJson.Default.IReadOnlyListSimulatedMail));
        sim.MapGet("/mails/list", (string? to, int? limit) => Results.Json(
            Latest(mails.All(), limit, mail => Is(mail, to), mail => mail.Summary()),
            SimulatorJson.Default.IReadOnlyListSimulatedMailSummary));
        sim.MapGet("/mails/{id}", (string id) => mails.Find(id) is { } mail
            ? Results.Json(mail.Snapshot(), SimulatorJson.Default.SimulatedMail)
            : Results.NotFound());
        sim.MapGet("/mails/{id}/html", (string id, HttpContext http) => MailPage.Show(mails, id, http));
        sim.MapGet("/accepted", (string recipient) => Results.Text(
            (messages.AcceptedFor(recipient) + mails.AcceptedFor(recipient)).ToString(CultureInfo.InvariantCulture)));
        sim.MapGet("/webhooks", () => Results.Json(client.Latest, SimulatorJson.Default.IReadOnlyListPostedWebhook));
        sim.MapGet("/status", () => Results.Json(
            new SimulatorStatus(messages.AcceptedInAll, mails.AcceptedInAll, client.Counts, inbound.Url?.OriginalString,
                webhooks.Oldest.Url?.OriginalString),
            SimulatorJson.Default.SimulatorStatus));
        sim.MapGet("/issues", async (CancellationToken cancellationToken) => Results.Json(
            simulator.Issues is { } read ? await read(cancellationToken) : [], SimulatorJson.Default.IReadOnlyListIssueFigures));
        sim.MapGet("/scenarios", () => Results.Json(ScenarioTable.Rows, SimulatorJson.Default.IReadOnlyListScenarioRow));
        sim.MapGet("/faults", () => Faulty());
        sim.MapPut("/faults", (Delegate)SetFaultsAsync);
        sim.MapPost("/reset", () =>
        {
            simulator.Reset();
            return Results.NoContent();
        });
        sim.MapPost("/inbound", (Delegate)ReplyAsync);
        sim.MapGet("/events", http => FeedAsync(http, stopping));
    }

    /// <summary>Cookies know no ports: what is set here counts for the app on the same host.</summary>
    private async Task<IResult> OpenDashboardAsync(HttpContext http, string? language)
    {
        if (simulator.Dashboard is not { } session)
            return Results.NotFound();
        http.Response.Headers.SetCookie = await session.SignInAsync(http.RequestAborted);
        return Results.Redirect(session.Page(language).ToString());
    }

    private IResult Faulty() =>
        Results.Json(new FaultSettings(faults.Twilio, faults.SendGrid, faults.LoseReceipts), SimulatorJson.Default.FaultSettings);

    private async Task<IResult> SetFaultsAsync(HttpContext http)
    {
        if (await ReadAsync(http, SimulatorJson.Default.FaultSettings) is not { } settings)
            return Results.BadRequest();
        var period = settings.Seconds is { } seconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.FromDays(3_650);
        if (settings.Twilio is { } twilio)
            faults.SetTwilio(twilio, period);
        if (settings.SendGrid is { } sendGrid)
            faults.SetSendGrid(sendGrid, period);
        faults.LoseReceipts = settings.LoseReceipts ?? faults.LoseReceipts;
        return Faulty();
    }

    private async Task<IResult> ReplyAsync(HttpContext http)
    {
        // A JSON body cannot be posted by a form of another site, so no page elsewhere can text through a developer's browser.
        if (await ReadAsync(http, SimulatorJson.Default.PhoneReply) is not { } reply || !Patterns.Number().IsMatch(reply.From)
            || reply.Body.Length is 0 or > LongestReply)
            return Results.BadRequest();
        var message = await inbound.ReceiveAsync(reply.From, reply.Body, reply.To, http.RequestAborted);
        return Results.Json(message, SimulatorJson.Default.SimulatedMessage);
    }

    /// <summary>Server-sent events, with a comment every 15 s so that a page notices a lost connection.</summary>
    private async Task FeedAsync(HttpContext http, CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        using var writing = new SemaphoreSlim(1);
        await using var timer = options.TimeProvider.CreateTimer(
            _ => _ = WriteAsync(http, writing, ":\n\n", end.Token), null, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(15));
        try
        {
            await foreach (var (type, json) in feed.ListenAsync(end.Token))
                await WriteAsync(http, writing, $"event: {type}\ndata: {json}\n\n", end.Token);
        }
        catch (OperationCanceledException)
        {
            // The page was closed, or the simulator ends.
        }
    }

    private static async Task WriteAsync(HttpContext http, SemaphoreSlim writing, string text, CancellationToken cancellationToken)
    {
        try
        {
            await writing.WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            return;
        }
        try
        {
            await http.Response.WriteAsync(text, Encoding.UTF8, cancellationToken);
            await http.Response.Body.FlushAsync(cancellationToken);
        }
        finally
        {
            writing.Release();
        }
    }

    private static async Task<T?> ReadAsync<T>(HttpContext http, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        if (!http.Request.HasJsonContentType())
            return null;
        try
        {
            return await System.Text.Json.JsonSerializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static bool Is(MailState mail, string? to) => to is null || string.Equals(mail.Address, to, StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyList<TOut> Latest<TIn, TOut>(List<TIn> all, int? limit, Func<TIn, bool> wanted, Func<TIn, TOut> snapshot) =>
        [.. all.Where(wanted).TakeLast(limit ?? int.MaxValue).Select(snapshot)];
}
