using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Peyk.Core.Deliveries;
using Peyk.Functions.Clients;

namespace Peyk.Functions.Shared.Http;

/// <summary>A request that passed the door: who posts, what, and under which idempotency key.</summary>
/// <param name="Id">The id that the notification must get; null to give it a new one. Not from the request.</param>
/// <param name="Path">The path without query: a key is used for one request, and another path is another request.</param>
public sealed record Intake(ApiClient Client, string Path, ReadOnlyMemory<byte> Body, string? IdempotencyKey, bool DryRun, Guid? Id = null)
{
    /// <summary>Which messages the one that comes of it must let go first.</summary>
    public Lane Lane { get; init; }
}

/// <summary>What every API function does before its own work: key, rate, scope, size, type, form. Refusals are never stored.</summary>
public sealed class ApiEndpoint(ApiKeys keys, RateLimits limits)
{
    /// <summary>Largest body of one notification, in bytes.</summary>
    public const int LargestBody = 64 * 1024;

    public const int LongestIdempotencyKey = 255;

    /// <summary>Finds the client of a request and checks its scope.</summary>
    public async Task<(ApiClient? Client, Problem? Problem)> AuthorizeAsync(
        HttpRequest request, string scope, CancellationToken cancellationToken)
    {
        var header = request.Headers.Authorization.ToString();
        var key = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : null;
        if (await keys.FindAsync(key, cancellationToken) is not { } client)
            return (null, new(401, "unauthorized", "A valid API key is needed.", "Send it as: Authorization: Bearer pk_…"));
        var limit = limits.Take(client.KeyId);
        limits.Tell(request.HttpContext.Response, limit);
        if (!limit.IsAllowed)
            return (null, TooManyRequests(limit));
        return client.Scopes.Contains(scope)
            ? (client, null)
            : (null, new(403, "forbidden", "The key may not do this.", $"It lacks the scope '{scope}'."));
    }

    private static Problem TooManyRequests(RateLimitState limit) =>
        new(429, "rate_limited", "The key made too many requests.", "Wait as long as the header Retry-After says, then send the same request.")
        {
            RetryAfter = limit.RetryAfter,
        };

    /// <summary>Takes a JSON body in for <paramref name="handle"/>, or answers why not.</summary>
    public Task<IResult> PostAsync(
        HttpRequest request, string scope, Func<Intake, CancellationToken, Task<IResult>> handle, CancellationToken cancellationToken) =>
        PostAsync(request, scope, ["application/json"], LargestBody, handle, cancellationToken);

    /// <inheritdoc cref="PostAsync(HttpRequest, string, Func{Intake, CancellationToken, Task{IResult}}, CancellationToken)"/>
    /// <param name="types">Media types that are taken.</param>
    /// <param name="largest">In bytes.</param>
    public async Task<IResult> PostAsync(
        HttpRequest request,
        string scope,
        string[] types,
        int largest,
        Func<Intake, CancellationToken, Task<IResult>> handle,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await AuthorizeAsync(request, scope, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !types.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase)
            || (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
            return new ProblemResult(new(415, "unsupported_media_type", $"The body must be {string.Join(" or ", types)} in UTF-8."));
        var errors = new List<FieldError>();
        var idempotencyKey = IdempotencyKey(request, errors);
        var dryRun = DryRun(request, errors);
        if (errors.Count > 0)
            return new ProblemResult(Problem.Validation(errors));
        if (await ReadAsync(request, largest, cancellationToken) is not { } body)
            return new ProblemResult(new(413, "too_large", $"The body is larger than {largest / 1024} KiB."));
        return await handle(new(client, request.Path, body, idempotencyKey, dryRun), cancellationToken);
    }

    /// <summary>Reads a body up to a size; null when it is larger.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int largest, CancellationToken cancellationToken)
    {
        if (request.ContentLength > largest)
            return null;
        using var buffer = new MemoryStream();
        var chunk = new byte[8192];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + read > largest)
                return null;
            buffer.Write(chunk, 0, read);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    public static bool IsIdempotencyKey(string key) =>
        key.Length is > 0 and <= LongestIdempotencyKey && key.All(c => c is > ' ' and <= '~');

    private static string? IdempotencyKey(HttpRequest request, List<FieldError> errors)
    {
        var values = request.Headers["Idempotency-Key"];
        if (values.Count == 0)
            return null;
        // The draft writes the key as a structured string, in quotes; most clients send it bare. Both name the same key.
        var key = values.ToString().Trim() is ['"', .. var quoted, '"'] ? quoted : values.ToString().Trim();
        if (values.Count == 1 && IsIdempotencyKey(key))
            return key;
        errors.Add(new("header:Idempotency-Key", "format", $"The key must be 1 to {LongestIdempotencyKey} visible ASCII characters."));
        return null;
    }

    private static bool DryRun(HttpRequest request, List<FieldError> errors)
    {
        switch (request.Query["dryRun"].ToString())
        {
            case "" or "false":
                return false;
            case "true":
                return true;
            default:
                errors.Add(new("query:dryRun", "type", "The value must be true or false."));
                return false;
        }
    }
}

/// <summary>Parses a body as one JSON object.</summary>
public static class RequestBody
{
    public const int MaxDepth = 16;

    /// <summary>The document, or the error that it is no JSON in valid UTF-8 of at most so many levels.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> body, List<FieldError> errors, int maxDepth = MaxDepth)
    {
        if (!System.Text.Unicode.Utf8.IsValid(body.Span))
        {
            errors.Add(new("", "utf8", "The body is not valid UTF-8."));
            return null;
        }

        try
        {
            return JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = maxDepth, AllowDuplicateProperties = true });
        }
        catch (JsonException e)
        {
            errors.Add(new("", "json", $"The body is not valid JSON of at most {maxDepth} levels (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})."));
            return null;
        }
    }
}
