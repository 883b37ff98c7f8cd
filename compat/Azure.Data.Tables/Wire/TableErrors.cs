#nullable enable
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Azure.Core;

namespace Azure.Data.Tables.Wire;

/// <summary>Finds code and message of a failure, which the table service writes as OData JSON, some refusals as XML.</summary>
internal sealed class TableErrors : RequestFailedDetailsParser
{
    public static readonly TableErrors Parser = new();

    public override bool TryParse(Response response, out ResponseError? error, out IDictionary<string, string>? data)
    {
        data = null;
        error = FromBody(response);
        if (error is null && response.Headers.TryGetValue("x-ms-error-code", out var code))
            error = new ResponseError(code, message: null);
        return error is not null;
    }

    private static ResponseError? FromBody(Response response)
    {
        if (response.ContentStream is not { Length: > 0 })
            return null;
        try
        {
            return response.Content.ToMemory().Span[0] == (byte)'{' ? FromJson(response.Content) : FromXml(response.Content);
        }
        catch (Exception broken) when (broken is JsonException or XmlException or InvalidOperationException)
        {
            return null;
        }
    }

    private static ResponseError? FromJson(BinaryData body)
    {
        using var json = JsonDocument.Parse(body.ToMemory());
        return json.RootElement.TryGetProperty("odata.error", out var error)
            ? new ResponseError(error.GetProperty("code").GetString(), error.GetProperty("message").GetProperty("value").GetString())
            : null;
    }

    private static ResponseError? FromXml(BinaryData body)
    {
        var root = XDocument.Parse(body.ToString().TrimStart('\uFEFF')).Root;
        var code = root?.Elements().FirstOrDefault(element => element.Name.LocalName.Equals("code", StringComparison.OrdinalIgnoreCase));
        var message = root?.Elements().FirstOrDefault(element => element.Name.LocalName.Equals("message", StringComparison.OrdinalIgnoreCase));
        return code is null ? null : new ResponseError(code.Value, message?.Value);
    }
}
