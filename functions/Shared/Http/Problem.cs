using System.Text.Json.Serialization;

namespace Peyk.Functions.Shared.Http;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Pointer">JSON Pointer (RFC 6901) into the body, or <c>header:Name</c>, <c>path:name</c> or <c>query:name</c>.</param>
/// <param name="Code">Stable word that programs may branch on.</param>
/// <param name="Detail">The same for people; never repeats the value.</param>
public sealed record FieldError(string Pointer, string Code, string Detail);

/// <summary>A refusal as RFC 9457 problem details, with a stable <c>code</c> and every field's error at once.</summary>
public sealed record Problem(
    int Status,
    string Code,
    string Title,
    string? Detail = null,
    IReadOnlyList<FieldError>? Errors = null)
{
    public string Type => $"urn:peyk:problem:{Code}";

    /// <summary>Seconds after which the same request may succeed, sent as <c>Retry-After</c>.</summary>
    [JsonIgnore]
    public int? RetryAfter { get; init; }

    public static Problem Validation(IReadOnlyList<FieldError> errors) =>
        new(400, "validation", "The request is not valid.", "Each entry of errors names a field and what is wrong with it.", errors);

    public static Problem KeyReused { get; } = new(
        422, "idempotency_key_reused", "The idempotency key was used for another request.", "Send a new key with a new request.");

    public static Problem AlreadyAnswered { get; } = new(
        409, "already_answered", "An answer was given before, or there is nobody to answer any more.", "Read it to see how it stands.");

    public static Problem NotFound { get; } = new(404, "not_found", "There is nothing here that belongs to this key.");
}

/// <summary>Answers with a problem.</summary>
public sealed class ProblemResult(Problem problem) : IResult
{
    public Problem Problem => problem;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        Operations.Telemetry.Refused(problem.Code, problem.Status);
        response.StatusCode = problem.Status;
        if (problem.Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer realm=\"Peyk\"";
        if (problem.RetryAfter is { } seconds)
            response.Headers.RetryAfter = seconds.ToString();
        return response.WriteAsJsonAsync(problem, HttpJson.Readable.Problem, "application/problem+json", httpContext.RequestAborted);
    }
}
