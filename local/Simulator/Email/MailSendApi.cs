using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Peyk.Local.Simulator.Scenarios;
using Peyk.Local.Simulator.State;

namespace Peyk.Local.Simulator.Email;

/// <summary>SendGrid's mail/send.</summary>
internal sealed class MailSendApi(
    MailStore store, MailDelivery delivery, Suppressions suppressions, AnswerRunner answers, Faults faults, ProviderSimulatorOptions options)
{
    /// <summary>30 MB with attachments.</summary>
    private const int LargestBody = 30 * 1024 * 1024;

    private readonly byte[] _key = Encoding.UTF8.GetBytes("Bearer " + options.SendGridApiKey);
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, byte> _batches = new();

    public void Map(IEndpointRouteBuilder routes)
    {
        var v3 = routes.MapGroup("/v3").AddEndpointFilter(async (context, next) =>
            IsAllowed(context.HttpContext) ? await next(context) : MailErrors.Of(401));
        v3.MapPost("/mail/send", (Delegate)ReceiveAsync);
        v3.MapMethods("/mail/send", ["GET", "PUT", "PATCH", "DELETE"], () => MailErrors.Of(405));
        v3.MapPost("/mail/batch", NewBatch);
        v3.MapGet("/mail/batch/{id}", (string id) => _batches.ContainsKey(id) ? Batch(id, 200) : MailErrors.Of(400, "invalid batch id"));
    }

    public bool IsAllowed(HttpContext http) =>
        CryptographicOperations.FixedTimeEquals(_key, Encoding.UTF8.GetBytes(http.Request.Headers.Authorization.ToString()));

    private async Task<IResult> ReceiveAsync(HttpContext http)
    {
        if (await ReadAsync(http) is not { } body)
            return MailErrors.Of(413);
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return MailErrors.Of(400, "the body is not JSON");
        }
        if (options.MailAnswerDelay > TimeSpan.Zero)
            await Task.Delay(options.MailAnswerDelay, options.TimeProvider, http.RequestAborted);
        using (document)
            return await SendAsync(http, document.RootElement);
    }

    private async Task<IResult> SendAsync(HttpContext http, JsonElement root)
    {
        var now = options.TimeProvider.GetUtcNow();
        var check = new MailSendCheck(now, _batches.ContainsKey);
        check.Check(root);
        if (check.Errors.Count > 0)
            return Results.Json(new MailErrors(check.Errors), SimulatorJson.Default.MailErrors, statusCode: 400);

        // One recipient with a scenario of its own decides what the whole request gets.
        var (answer, decides) = Decide(check);
        answer = Answer.Of(faults.SendGrid, twilio: false) ?? answers.Next(answer, decides);
        switch (answer.Kind)
        {
            case AnswerKind.Refuse:
                return Refuse(http, answer.HttpStatus, now);
            case AnswerKind.Hang:
                await answers.HangAsync(http);
                return Results.Empty;
            case AnswerKind.Reset:
                AnswerRunner.Reset(http);
                return Results.Empty;
        }
        if (check.Sandbox)
            return Results.Ok();

        var messageId = MailDelivery.NewMessageId();
        if (options.OnlyCountMails)
        {
            store.Count(check.Recipients.Select(r => r.Address));
            http.Response.Headers["X-Message-Id"] = messageId;
            return Results.StatusCode(202);
        }

        var mails = Accept(root, check, messageId, now);
        for (var i = 0; i < mails.Count; i++)
        {
            var scenario = ScenarioOf(mails[i].Address);
            if (answer.Kind is AnswerKind.AcceptAfterReceipts)
                await delivery.RunToTheEndAsync(mails[i], scenario, http.RequestAborted);
            else
                delivery.Start(mails[i], scenario, SendAt(root, check.Recipients[i].Personalization));
        }

        switch (answer.Kind)
        {
            case AnswerKind.AcceptThenError:
                return Refuse(http, answer.HttpStatus, now);
            case AnswerKind.AcceptThenHang:
                await answers.HangAsync(http);
                return Results.Empty;
            case AnswerKind.AcceptThenReset:
                AnswerRunner.Reset(http);
                return Results.Empty;
            default:
                http.Response.Headers["X-Message-Id"] = messageId;
                return Results.StatusCode(202);
        }
    }

    private List<MailState> Accept(JsonElement root, MailSendCheck check, string messageId, DateTimeOffset now)
    {
        var request = MailRequest.Of(root, check.Recipients.Count);
        var personalizations = root.GetProperty("personalizations");
        List<MailState> mails = new(check.Recipients.Count);
        foreach (var (index, address) in check.Recipients)
        {
            var personalization = personalizations[index];
            mails.Add(new(messageId, mails.Count, address, now)
            {
                Request = request,
                Personalization = JsonMarshal.GetRawUtf8Value(personalization).ToArray(),
                Repeated = EventMembers.Repeated(root, personalization),
            });
        }
        store.Add(mails);
        return mails;
    }

    private static (Answer Answer, string Recipient) Decide(MailSendCheck check)
    {
        foreach (var (_, address) in check.Recipients)
        {
            if (EmailScenarios.Find(address) is { Answer: var answer } && answer != Answer.Accept)
                return (answer, address);
        }
        return (Answer.Accept, "");
    }

    /// <summary>Addresses of the table keep their scenario; any other is dropped once it stands on a list.</summary>
    private EmailScenario ScenarioOf(string address) =>
        EmailScenarios.Find(address)
        ?? (suppressions.Stops(address) is { } list ? EmailScenarios.Dropped(list) : EmailScenarios.Normal);

    private static DateTimeOffset? SendAt(JsonElement root, int personalization) =>
        root.GetProperty("personalizations")[personalization].TryGetProperty("send_at", out var own) || root.TryGetProperty("send_at", out own)
            ? DateTimeOffset.FromUnixTimeSeconds(own.GetInt64())
            : null;

    private static IResult Refuse(HttpContext http, int status, DateTimeOffset now)
    {
        if (status == 429)
        {
            http.Response.Headers["X-RateLimit-Limit"] = "600";
            http.Response.Headers["X-RateLimit-Remaining"] = "0";
            http.Response.Headers["X-RateLimit-Reset"] = now.AddSeconds(1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        }
        return MailErrors.Of(status);
    }

    private IResult NewBatch()
    {
        var id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        _batches[id] = 0;
        return Batch(id, 201);
    }

    private static IResult Batch(string id, int status) =>
        Results.Json(new Dictionary<string, string> { ["batch_id"] = id }, SimulatorJson.Default.DictionaryStringString, statusCode: status);

    /// <summary>The whole body, unzipped; null when it is too large.</summary>
    private static async Task<byte[]?> ReadAsync(HttpContext http)
    {
        if (http.Request.ContentLength > LargestBody)
            return null;
        await using Stream body = string.Equals(http.Request.Headers.ContentEncoding, "gzip", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(http.Request.Body, CompressionMode.Decompress)
            : http.Request.Body;
        using var buffer = new MemoryStream((int)(http.Request.ContentLength ?? 0));
        var chunk = System.Buffers.ArrayPool<byte>.Shared.Rent(32 * 1024);
        try
        {
            int read;
            while ((read = await body.ReadAsync(chunk, http.RequestAborted)) > 0)
            {
                if (buffer.Length + read > LargestBody)
                    return null;
                buffer.Write(chunk, 0, read);
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(chunk);
        }
        return buffer.ToArray();
    }
}
