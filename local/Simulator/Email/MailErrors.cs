using System.Text.Json.Serialization;

namespace Peyk.Local.Simulator.Email;

/// <summary>The JSON of a refused request.</summary>
internal sealed record MailErrors([property: JsonPropertyName("errors")] IReadOnlyList<MailError> Errors)
{
    public static IResult Of(int status, string message, string? field = null) =>
        Results.Json(new MailErrors([new(message, field)]), SimulatorJson.Default.MailErrors, statusCode: status);

    public static IResult Of(int status) => Of(status, status switch
    {
        400 => "invalid request",
        401 => "authorization required",
        403 => "access forbidden",
        404 => "not found",
        405 => "method not allowed",
        413 => "content too large",
        429 => "too many requests",
        503 => "service unavailable",
        _ => "internal server error",
    });
}

internal sealed record MailError(
    [property: JsonPropertyName("message")] string Message, [property: JsonPropertyName("field")] string? Field);
