using System.Text.Json;
using System.Text.Json.Serialization;
using Twilio.Json;

namespace Twilio.Exceptions;

/// <summary>The error document of the API, as it stands on the wire.</summary>
public class RestException : TwilioException
{
    private string message;

    public RestException()
    {
    }

    public int Code { get; private set; }

    public int Status { get; private set; }

    public override string Message => message;

    public string MoreInfo { get; private set; }

    public Dictionary<string, object> Details { get; private set; }

    /// <returns>Null for an empty text.</returns>
    /// <exception cref="JsonException">The text is not an error document.</exception>
    public static RestException FromJson(string json)
    {
        if (string.IsNullOrWhiteSpace(json))
            return null;

        var wire = JsonSerializer.Deserialize<Wire>(json, WireJson.Options);
        return wire is null
            ? null
            : new RestException
            {
                Code = wire.Code ?? 0,
                Status = wire.Status ?? 0,
                message = wire.Message,
                MoreInfo = wire.MoreInfo,
                Details = wire.Details,
            };
    }

    private sealed class Wire
    {
        [JsonPropertyName("code")]
        public int? Code { get; set; }

        [JsonPropertyName("status")]
        public int? Status { get; set; }

        [JsonPropertyName("message")]
        public string Message { get; set; }

        [JsonPropertyName("more_info")]
        public string MoreInfo { get; set; }

        [JsonPropertyName("details")]
        public Dictionary<string, object> Details { get; set; }
    }
}
