using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Shared.Pages;

/// <summary>Reads the fields of a form within bounds, in either of the two types that RFC 8058 lets a mail program choose from.</summary>
public static class PageForm
{
    private const int Largest = 64 * 1024;
    private const int LongestBoundary = 100;
    private const int MostFields = 50;

    /// <summary>The fields; null when the body is no form, or too large. None for an empty body.</summary>
    public static async Task<IFormCollection?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (await ApiEndpoint.ReadAsync(request, Largest, cancellationToken) is not { } body)
            return null;
        if (body.Length == 0)
            return FormCollection.Empty;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            return null;
        try
        {
            if (type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            {
                using var reader = new FormReader(new MemoryStream(body.ToArray())) { ValueCountLimit = MostFields };
                return new FormCollection(await reader.ReadFormAsync(cancellationToken));
            }

            var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
            return type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) && boundary.Length is > 0 and <= LongestBoundary
                ? await ReadPartsAsync(new(boundary, new MemoryStream(body.ToArray())), cancellationToken)
                : null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return null;
        }
    }

    private static async Task<FormCollection> ReadPartsAsync(MultipartReader reader, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        while (fields.Count < MostFields && await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (section.AsFormDataSection() is { } field)
                fields[field.Name] = StringValues.Concat(fields.GetValueOrDefault(field.Name), await field.GetValueAsync(cancellationToken));
        }

        return new FormCollection(fields);
    }
}
