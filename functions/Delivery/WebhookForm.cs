using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Delivery;

/// <summary>Reads the form of a provider's webhook within bounds.</summary>
public static class WebhookForm
{
    private const int Largest = 64 * 1024;

    /// <summary>The fields; null when the body is no form, or too large.</summary>
    public static async Task<IFormCollection?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true
            || await ApiEndpoint.ReadAsync(request, Largest, cancellationToken) is not { } body)
            return null;
        try
        {
            using var reader = new Microsoft.AspNetCore.WebUtilities.FormReader(new MemoryStream(body.ToArray()));
            return new FormCollection(await reader.ReadFormAsync(cancellationToken));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
