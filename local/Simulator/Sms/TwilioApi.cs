using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Peyk.Local.Simulator.Scenarios;
using Peyk.Local.Simulator.State;

namespace Peyk.Local.Simulator.Sms;

/// <summary>Twilio's Messages API: create, fetch, list, cancel, redact, delete; and the account's settings.</summary>
internal sealed class TwilioApi(
    MessageStore store, SmsDelivery delivery, InboundSms inbound, AnswerRunner answers, Faults faults, ProviderSimulatorOptions options)
{
    private readonly byte[][] _credentials =
    [
        Credentials(options.TwilioAccountSid, options.TwilioAuthToken),
        .. options.TwilioApiKeySid is { } key ? [Credentials(key, options.TwilioApiKeySecret ?? "")] : Array.Empty<byte[]>(),
    ];

    public void Map(IEndpointRouteBuilder routes)
    {
        var account = routes.MapGroup("/2010-04-01/Accounts/{account}").AddEndpointFilter(CheckAsync);
        account.MapPost("/Messages.json", (Delegate)CreateAsync);
        account.MapGet("/Messages.json", (Delegate)List);
        account.MapGet("/Messages/{sid}.json", (string sid) => Found(sid, Json));
        account.MapPost("/Messages/{sid}.json", UpdateAsync);
        account.MapDelete("/Messages/{sid}.json", (string sid) =>
            Found(sid, _ => store.Remove(sid) ? Results.NoContent() : NotFound()));
        var settings = new TwilioAccountApi(inbound, options);
        settings.MapAccount(account);
        account.MapFallback(() => NotFound());
        routes.MapGroup("/2010-04-01/Accounts").AddEndpointFilter(CheckAsync).MapGet("/{account}.json", settings.Account);
        settings.MapServices(routes.MapGroup("/v1/Services").AddEndpointFilter(CheckAsync));
    }

    private async ValueTask<object?> CheckAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers["Twilio-Request-Id"] = "RQ" + RandomNumberGenerator.GetHexString(32, lowercase: true);
        var allowed = AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization, out var header)
            && string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase)
            && IsKnown(header.Parameter)
            // A Messaging Service's address names no account.
            && ((string?)http.Request.RouteValues["account"] ?? options.TwilioAccountSid) == options.TwilioAccountSid;
        if (!allowed)
        {
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"Twilio API\"";
            return TwilioError.Of(401, 20003).ToResult();
        }
        // A provider in trouble also answers no questions; the other faults are those of sending.
        if (Answer.Of(faults.Twilio, twilio: true) is { Kind: AnswerKind.Refuse } refusal)
            return TwilioError.Of(refusal.HttpStatus, refusal.Code).ToResult();
        return await next(context);
    }

    private async Task<IResult> CreateAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType)
            return TwilioError.Of(400, 21604).ToResult();
        var now = options.TimeProvider.GetUtcNow();
        var (request, error) = CreateMessage.Parse(await http.Request.ReadFormAsync(http.RequestAborted), now);
        if (request is null)
            return error!.ToResult();
        if (inbound.HasOptedOut(request.To))
            return TwilioError.Of(400, 21610).ToResult();

        var scenario = SmsScenarios.For(request.To);
        var answer = Answer.Of(faults.Twilio, twilio: true) ?? answers.Next(scenario.Answer, request.To);
        switch (answer.Kind)
        {
            case AnswerKind.Refuse:
                return TwilioError.Of(answer.HttpStatus, answer.Code).ToResult();
            case AnswerKind.Hang:
                await answers.HangAsync(http);
                return Results.Empty;
            case AnswerKind.Reset:
                AnswerRunner.Reset(http);
                return Results.Empty;
        }

        var message = Accept(request, now);
        // As it is now: receipts may change it before the answer is written.
        var accepted = Json(message, 201);
        if (answer.Kind is AnswerKind.AcceptAfterReceipts)
            await delivery.RunToTheEndAsync(message, scenario, http.RequestAborted);
        else
            delivery.Start(message, scenario);

        switch (answer.Kind)
        {
            case AnswerKind.AcceptThenError:
                return TwilioError.Of(answer.HttpStatus, answer.Code).ToResult();
            case AnswerKind.AcceptThenHang:
                await answers.HangAsync(http);
                return Results.Empty;
            case AnswerKind.AcceptThenReset:
                AnswerRunner.Reset(http);
                return Results.Empty;
            default:
                return accepted;
        }
    }

    private MessageState Accept(CreateMessage request, DateTimeOffset now)
    {
        var message = new MessageState(SmsDelivery.NewSid(request.Media > 0 ? "MM" : "SM"), "outbound-api", request.From, request.To,
            request.Body, now)
        {
            MessagingServiceSid = request.MessagingServiceSid,
            StatusCallback = request.StatusCallback,
            ValidityPeriod = request.ValidityPeriod,
            Media = request.Media,
            SendAt = request.SendAt,
        };
        var status = (request.SendAt, request.MessagingServiceSid) switch
        {
            (not null, _) => "scheduled",
            (null, not null) => "accepted",
            (null, null) => "queued",
        };
        message.Advance(status, null, options.SenderNumber, now);
        store.Add(message);
        return message;
    }

    private async Task<IResult> UpdateAsync(string sid, HttpContext http)
    {
        if (store.Find(sid) is not { } message)
            return NotFound();
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        var now = options.TimeProvider.GetUtcNow();
        if (form.TryGetValue("Status", out var status))
        {
            if (!string.Equals(status, "canceled", StringComparison.Ordinal))
                return TwilioError.Of(400, 20001).ToResult();
            if (!message.Cancel(now))
                return TwilioError.Of(409, 20409).ToResult();
        }
        if (form.TryGetValue("Body", out var body))
        {
            if (body.ToString().Length > 0)
                return TwilioError.Of(400, 20001).ToResult();
            message.Redact(now);
        }
        store.Changed(message);
        return Json(message);
    }

    private IResult List(HttpContext http)
    {
        var query = http.Request.Query;
        var size = int.TryParse(query["PageSize"], CultureInfo.InvariantCulture, out var asked) ? asked : 50;
        if (size is < 1 or > 1_000)
            return TwilioError.Of(400, 20001).ToResult();
        var page = int.TryParse(query["Page"], CultureInfo.InvariantCulture, out var number) ? number : 0;
        var found = store.All();
        found.Reverse();
        found = found.FindAll(message => Matches(message, query));
        var start = 0;
        if (((string?)query["PageToken"])?.TrimStart('P', 'A') is { Length: > 0 } after)
            start = found.FindIndex(message => message.Sid.EndsWith(after, StringComparison.Ordinal)) + 1;
        var messages = found.Skip(start).Take(size).Select(message => TwilioMessage.Of(message, options.TwilioAccountSid)).ToList();

        var filters = string.Concat(query
            .Where(pair => pair.Key is "To" or "From" or "DateSent" or "DateSent<" or "DateSent>")
            .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value.ToString())}&"));
        var path = $"{http.Request.Path}?{filters}PageSize={size.ToString(CultureInfo.InvariantCulture)}&Page=";
        var more = start + messages.Count < found.Count;
        return Results.Json(
            new TwilioMessagePage(
                FirstPageUri: path + "0",
                NextPageUri: more ? string.Create(CultureInfo.InvariantCulture, $"{path}{page + 1}&PageToken=PA{messages[^1].Sid}") : null,
                PreviousPageUri: page > 0 ? string.Create(CultureInfo.InvariantCulture, $"{path}{page - 1}") : null,
                Page: page,
                PageSize: size,
                Start: start,
                End: start + Math.Max(0, messages.Count - 1),
                Uri: http.Request.Path + http.Request.QueryString,
                Messages: messages),
            SimulatorJson.Default.TwilioMessagePage);
    }

    /// <summary>Days and times are both taken, in GMT, inclusive. What was not sent yet passes no filter of its date.</summary>
    private static bool Matches(MessageState message, IQueryCollection query)
    {
        if (query.TryGetValue("To", out var to) && message.To != to.ToString())
            return false;
        if (query.TryGetValue("From", out var from) && message.From != from.ToString())
            return false;
        return Compares(query, "DateSent", message, (sent, date, whole) => whole ? sent.Date == date.Date : sent == date)
            && Compares(query, "DateSent<", message, (sent, date, whole) => whole ? sent.Date <= date.Date : sent <= date)
            && Compares(query, "DateSent>", message, (sent, date, whole) => whole ? sent.Date >= date.Date : sent >= date);
    }

    private static bool Compares(
        IQueryCollection query, string name, MessageState message, Func<DateTime, DateTime, bool, bool> compare)
    {
        if (!query.TryGetValue(name, out var value)
            || !DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            return true;
        return message.SentAt is { } sent && compare(sent.UtcDateTime, date.UtcDateTime, value.ToString().Length <= 10);
    }

    private IResult Found(string sid, Func<MessageState, IResult> result) =>
        store.Find(sid) is { } message ? result(message) : NotFound();

    private IResult Json(MessageState message) => Json(message, 200);

    private IResult Json(MessageState message, int status) =>
        Results.Json(TwilioMessage.Of(message, options.TwilioAccountSid), SimulatorJson.Default.TwilioMessage, statusCode: status);

    private static IResult NotFound() => TwilioError.Of(404, 20404).ToResult();

    private bool IsKnown(string? parameter)
    {
        var given = Encoding.ASCII.GetBytes(parameter ?? "");
        return Array.Exists(_credentials, known => CryptographicOperations.FixedTimeEquals(known, given));
    }

    private static byte[] Credentials(string user, string password) =>
        Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
}
