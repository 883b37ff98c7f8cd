using System.Text.Json;
using Peyk.Runtime.Discovery;

namespace Peyk.Runtime.CustomHandler;

/// <summary>The body of an invocation: <c>{"Data": {binding: input}, "Metadata": {…}}</c>.</summary>
internal sealed class HostInvocation : IDisposable
{
    /// <summary>The host adds a JSON message to the metadata as it is, however deep.</summary>
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1_000 };

    private readonly JsonDocument _document;

    private HostInvocation(JsonDocument document) => _document = document;

    /// <exception cref="JsonException">The body is not JSON.</exception>
    public static async Task<HostInvocation> ReadAsync(Stream body, CancellationToken cancellationToken) =>
        new(await JsonDocument.ParseAsync(body, Deep, cancellationToken));

    /// <summary>What triggered the function: the member with the trigger parameter's name, or the only one.</summary>
    /// <exception cref="JsonException">There is none.</exception>
    public JsonElement InputOf(Function function)
    {
        if (Member("Data") is not { ValueKind: JsonValueKind.Object } data)
            throw new JsonException("The body has no Data.");
        if (data.TryGetProperty(function.TriggerParameter.Name!, out var input))
            return input;
        var members = data.EnumerateObject().Take(2).ToList();
        return members is [var only] ? only.Value : throw new JsonException("Data has no member for the trigger.");
    }

    /// <summary>
    /// A value of the metadata as text; null when it is not there or is no text. Members of a JSON message hide those of the same name
    /// that the host gives, so nothing here can be relied on.
    /// </summary>
    public string? Metadata(string name) =>
        Member("Metadata") is { ValueKind: JsonValueKind.Object } metadata
        && metadata.TryGetProperty(name, out var value)
        && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? EncodedText.Decode(value)
            : null;

    public void Dispose() => _document.Dispose();

    private JsonElement? Member(string name) =>
        _document.RootElement.ValueKind == JsonValueKind.Object && _document.RootElement.TryGetProperty(name, out var member) ? member : null;
}
