using System.Globalization;
using System.Text.Json.Serialization;
using Peyk.Local.Simulator.State;

namespace Peyk.Local.Simulator.Sms;

/// <summary>The JSON of a message, as the API tells it.</summary>
internal sealed record TwilioMessage
{
    [JsonPropertyName("account_sid")] public required string AccountSid { get; init; }

    [JsonPropertyName("api_version")] public string ApiVersion { get; init; } = "2010-04-01";

    [JsonPropertyName("body")] public required string Body { get; init; }

    [JsonPropertyName("date_created")] public required string DateCreated { get; init; }

    [JsonPropertyName("date_sent")] public required string? DateSent { get; init; }

    [JsonPropertyName("date_updated")] public required string DateUpdated { get; init; }

    [JsonPropertyName("direction")] public required string Direction { get; init; }

    [JsonPropertyName("error_code")] public required int? ErrorCode { get; init; }

    [JsonPropertyName("error_message")] public required string? ErrorMessage { get; init; }

    [JsonPropertyName("from")] public required string? From { get; init; }

    [JsonPropertyName("messaging_service_sid")] public required string? MessagingServiceSid { get; init; }

    [JsonPropertyName("num_media")] public required string NumMedia { get; init; }

    [JsonPropertyName("num_segments")] public required string NumSegments { get; init; }

    [JsonPropertyName("price")] public required string? Price { get; init; }

    [JsonPropertyName("price_unit")] public required string? PriceUnit { get; init; }

    [JsonPropertyName("sid")] public required string Sid { get; init; }

    [JsonPropertyName("status")] public required string Status { get; init; }

    [JsonPropertyName("subresource_uris")] public required Dictionary<string, string> SubresourceUris { get; init; }

    [JsonPropertyName("to")] public required string To { get; init; }

    [JsonPropertyName("uri")] public required string Uri { get; init; }

    public static TwilioMessage Of(MessageState message, string accountSid)
    {
        var path = $"/2010-04-01/Accounts/{accountSid}/Messages/{message.Sid}";
        var sent = message.SentAt is not null;
        return new()
        {
            AccountSid = accountSid,
            Body = message.Body,
            DateCreated = Date(message.CreatedAt),
            DateSent = message.SentAt is { } at ? Date(at) : null,
            DateUpdated = Date(message.UpdatedAt),
            Direction = message.Direction,
            ErrorCode = message.ErrorCode,
            ErrorMessage = message.ErrorCode is { } code ? string.Create(CultureInfo.InvariantCulture, $"Error {code}") : null,
            From = message.From,
            MessagingServiceSid = message.MessagingServiceSid,
            NumMedia = message.Media.ToString(CultureInfo.InvariantCulture),
            NumSegments = message.Segments.ToString(CultureInfo.InvariantCulture),
            Price = sent ? (message.Segments * -0.05m).ToString("0.00000", CultureInfo.InvariantCulture) : null,
            PriceUnit = sent ? "USD" : null,
            Sid = message.Sid,
            Status = message.Status,
            SubresourceUris = new() { ["media"] = path + "/Media.json" },
            To = message.To,
            Uri = path + ".json",
        };
    }

    /// <summary>RFC 2822, in GMT.</summary>
    private static string Date(DateTimeOffset at) =>
        at.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);
}

/// <summary>One page of messages.</summary>
internal sealed record TwilioMessagePage(
    [property: JsonPropertyName("first_page_uri")] string FirstPageUri,
    [property: JsonPropertyName("next_page_uri")] string? NextPageUri,
    [property: JsonPropertyName("previous_page_uri")] string? PreviousPageUri,
    [property: JsonPropertyName("page")] int Page,
    [property: JsonPropertyName("page_size")] int PageSize,
    [property: JsonPropertyName("start")] int Start,
    [property: JsonPropertyName("end")] int End,
    [property: JsonPropertyName("uri")] string Uri,
    [property: JsonPropertyName("messages")] IReadOnlyList<TwilioMessage> Messages);
