using System.Text.Json;
using System.Text.Json.Serialization;
using Twilio.Base;
using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Http;
using Twilio.Json;
using Twilio.Types;

namespace Twilio.Rest.Api.V2010.Account;

/// <summary>
/// A message at Twilio. Every call throws <see cref="ApiException"/> when Twilio refuses and
/// <see cref="ApiConnectionException"/> when no answer came; a repeated create sends twice.
/// </summary>
public class MessageResource : Resource
{
    private const string Host = "https://api.twilio.com";
    private const string RecordKey = "messages";

    [JsonConstructor]
    private MessageResource()
    {
    }

    [JsonInclude, JsonPropertyName("sid")]
    public string Sid { get; private set; }

    [JsonInclude, JsonPropertyName("account_sid")]
    public string AccountSid { get; private set; }

    [JsonInclude, JsonPropertyName("messaging_service_sid")]
    public string MessagingServiceSid { get; private set; }

    [JsonInclude, JsonPropertyName("to")]
    public string To { get; private set; }

    /// <summary>Null until a messaging service has chosen a sender.</summary>
    [JsonInclude, JsonPropertyName("from")]
    public PhoneNumber From { get; private set; }

    [JsonInclude, JsonPropertyName("body")]
    public string Body { get; private set; }

    [JsonInclude, JsonPropertyName("status")]
    public StatusEnum Status { get; private set; }

    [JsonInclude, JsonPropertyName("direction")]
    public DirectionEnum Direction { get; private set; }

    [JsonInclude, JsonPropertyName("num_segments")]
    public string NumSegments { get; private set; }

    [JsonInclude, JsonPropertyName("num_media")]
    public string NumMedia { get; private set; }

    /// <summary>Negative, filled some time after sending.</summary>
    [JsonInclude, JsonPropertyName("price")]
    public string Price { get; private set; }

    [JsonInclude, JsonPropertyName("price_unit")]
    public string PriceUnit { get; private set; }

    [JsonInclude, JsonPropertyName("error_code")]
    public int? ErrorCode { get; private set; }

    [JsonInclude, JsonPropertyName("error_message")]
    public string ErrorMessage { get; private set; }

    [JsonInclude, JsonPropertyName("date_created")]
    public DateTime? DateCreated { get; private set; }

    [JsonInclude, JsonPropertyName("date_sent")]
    public DateTime? DateSent { get; private set; }

    [JsonInclude, JsonPropertyName("date_updated")]
    public DateTime? DateUpdated { get; private set; }

    [JsonInclude, JsonPropertyName("api_version")]
    public string ApiVersion { get; private set; }

    [JsonInclude, JsonPropertyName("uri")]
    public string Uri { get; private set; }

    [JsonInclude, JsonPropertyName("subresource_uris")]
    public Dictionary<string, string> SubresourceUris { get; private set; }

    public static Task<MessageResource> CreateAsync(CreateMessageOptions options, ITwilioRestClient client = null) =>
        SendAsync(Http.HttpMethod.Post, options.PathAccountSid, sid: null, options.GetParams(), client);

    public static Task<MessageResource> FetchAsync(FetchMessageOptions options, ITwilioRestClient client = null) =>
        SendAsync(Http.HttpMethod.Get, options.PathAccountSid, options.PathSid, options.GetParams(), client);

    public static Task<MessageResource> FetchAsync(string pathSid, string pathAccountSid = null, ITwilioRestClient client = null) =>
        FetchAsync(new FetchMessageOptions(pathSid) { PathAccountSid = pathAccountSid }, client);

    public static Task<MessageResource> UpdateAsync(UpdateMessageOptions options, ITwilioRestClient client = null) =>
        SendAsync(Http.HttpMethod.Post, options.PathAccountSid, options.PathSid, options.GetParams(), client);

    public static Task<MessageResource> UpdateAsync(
        string pathSid,
        string pathAccountSid = null,
        string body = null,
        UpdateStatusEnum status = null,
        ITwilioRestClient client = null) =>
        UpdateAsync(new UpdateMessageOptions(pathSid) { PathAccountSid = pathAccountSid, Body = body, Status = status }, client);

    public static async Task<ResourceSet<MessageResource>> ReadAsync(ReadMessageOptions options, ITwilioRestClient client = null)
    {
        client = Required(client);
        var request = BuildRequest(Http.HttpMethod.Get, options.PathAccountSid, sid: null, options.GetParams(), client);
        var response = await client.RequestAsync(request).ConfigureAwait(false);
        return new ResourceSet<MessageResource>(ParsePage(response), options, client);
    }

    public static Task<ResourceSet<MessageResource>> ReadAsync(
        string pathAccountSid = null,
        PhoneNumber to = null,
        PhoneNumber from = null,
        DateTime? dateSentBefore = null,
        DateTime? dateSent = null,
        DateTime? dateSentAfter = null,
        long? pageSize = null,
        long? limit = null,
        ITwilioRestClient client = null) =>
        ReadAsync(
            new ReadMessageOptions
            {
                PathAccountSid = pathAccountSid,
                To = to,
                From = from,
                DateSentBefore = dateSentBefore,
                DateSent = dateSent,
                DateSentAfter = dateSentAfter,
                PageSize = pageSize,
                Limit = limit,
            },
            client);

    /// <summary>Fetches the page at an absolute address.</summary>
    public static Page<MessageResource> GetPage(string targetUrl, ITwilioRestClient client)
    {
        client = Required(client);
        return ParsePage(client.Request(new Request(Http.HttpMethod.Get, targetUrl)));
    }

    /// <summary>Fetches the page after this one, which must have one.</summary>
    public static Page<MessageResource> NextPage(Page<MessageResource> page, ITwilioRestClient client) =>
        GetPage(Host + page.NextPageUri, client);

    /// <exception cref="ApiException">The text is not a message.</exception>
    public static MessageResource FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<MessageResource>(json, WireJson.Options);
        }
        catch (JsonException e)
        {
            throw new ApiException(e.Message, e);
        }
    }

    private static async Task<MessageResource> SendAsync(
        Http.HttpMethod method,
        string accountSid,
        string sid,
        List<KeyValuePair<string, string>> parameters,
        ITwilioRestClient client)
    {
        client = Required(client);
        var response = await client.RequestAsync(BuildRequest(method, accountSid, sid, parameters, client)).ConfigureAwait(false);
        return FromJson(response.Content);
    }

    private static Request BuildRequest(
        Http.HttpMethod method,
        string accountSid,
        string sid,
        List<KeyValuePair<string, string>> parameters,
        ITwilioRestClient client)
    {
        var item = sid is null ? "" : $"/{System.Uri.EscapeDataString(sid)}";
        var request = new Request(method, $"{Host}/2010-04-01/Accounts/{accountSid ?? client.AccountSid}/Messages{item}.json");
        (method.Equals(Http.HttpMethod.Get) ? request.QueryParams : request.PostParams).AddRange(parameters);
        return request;
    }

    private static Page<MessageResource> ParsePage(Response response)
    {
        try
        {
            return Page<MessageResource>.FromJson(RecordKey, response.Content);
        }
        catch (JsonException e)
        {
            throw new ApiException(e.Message, e);
        }
    }

    // There is no process-wide client to fall back to.
    private static ITwilioRestClient Required(ITwilioRestClient client) =>
        client ?? throw new AuthenticationException("Pass a client: none was given.");

    /// <summary>Where a message stands. A word that is not listed here is kept as it came.</summary>
    public sealed class StatusEnum : StringEnum
    {
        public static readonly StatusEnum Queued = new("queued");
        public static readonly StatusEnum Sending = new("sending");
        public static readonly StatusEnum Sent = new("sent");
        public static readonly StatusEnum Failed = new("failed");
        public static readonly StatusEnum Delivered = new("delivered");
        public static readonly StatusEnum Undelivered = new("undelivered");
        public static readonly StatusEnum Receiving = new("receiving");
        public static readonly StatusEnum Received = new("received");
        public static readonly StatusEnum Accepted = new("accepted");
        public static readonly StatusEnum Scheduled = new("scheduled");
        public static readonly StatusEnum Read = new("read");
        public static readonly StatusEnum PartiallyDelivered = new("partially_delivered");
        public static readonly StatusEnum Canceled = new("canceled");

        public StatusEnum()
        {
        }

        private StatusEnum(string value)
            : base(value)
        {
        }

        public static implicit operator StatusEnum(string value) => new(value);
    }

    public sealed class UpdateStatusEnum : StringEnum
    {
        public static readonly UpdateStatusEnum Canceled = new("canceled");

        public UpdateStatusEnum()
        {
        }

        private UpdateStatusEnum(string value)
            : base(value)
        {
        }

        public static implicit operator UpdateStatusEnum(string value) => new(value);
    }

    public sealed class DirectionEnum : StringEnum
    {
        public static readonly DirectionEnum Inbound = new("inbound");
        public static readonly DirectionEnum OutboundApi = new("outbound-api");
        public static readonly DirectionEnum OutboundCall = new("outbound-call");
        public static readonly DirectionEnum OutboundReply = new("outbound-reply");

        public DirectionEnum()
        {
        }

        private DirectionEnum(string value)
            : base(value)
        {
        }

        public static implicit operator DirectionEnum(string value) => new(value);
    }

    public sealed class ScheduleTypeEnum : StringEnum
    {
        public static readonly ScheduleTypeEnum Fixed = new("fixed");

        public ScheduleTypeEnum()
        {
        }

        private ScheduleTypeEnum(string value)
            : base(value)
        {
        }

        public static implicit operator ScheduleTypeEnum(string value) => new(value);
    }
}
