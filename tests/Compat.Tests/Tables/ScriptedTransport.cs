using System.Net;
using System.Text;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace Peyk.Compat.Tests.Tables;

/// <summary>Answers requests from a list, keeping what was asked; a request beyond the list fails.</summary>
internal sealed class ScriptedTransport(params Func<HttpResponseMessage>[] answers) : HttpMessageHandler
{
    private readonly Queue<Func<HttpResponseMessage>> left = new(answers);

    public List<SentRequest> Requests { get; } = [];

    public TableClientOptions Options => new()
    {
        Transport = new HttpClientTransport(new HttpClient(this, disposeHandler: false)),
        Retry = { Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(2) },
    };

    public static HttpResponseMessage NoContent() => new(HttpStatusCode.NoContent) { Headers = { { "ETag", "W/\"1\"" } } };

    public static HttpResponseMessage Failure(HttpStatusCode status, string code) => new(status)
    {
        Content = new StringContent(
            $$"""{"odata.error": {"code": "{{code}}", "message": {"lang": "en-US", "value": "As said."} } }""", Encoding.UTF8, "application/json"),
    };

    public static HttpResponseMessage Page(string entities, string? nextPartitionKey = null, string? nextRowKey = null)
    {
        var page = new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent($$"""{"odata.metadata":"x","value":[{{entities}}]}""", Encoding.UTF8, "application/json"),
        };
        if (nextPartitionKey is not null)
            page.Headers.Add("x-ms-continuation-NextPartitionKey", nextPartitionKey);
        if (nextRowKey is not null)
            page.Headers.Add("x-ms-continuation-NextRowKey", nextRowKey);
        return page;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add(new SentRequest(
            request.Method.Method,
            request.RequestUri!,
            request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? []).ToDictionary(
                header => header.Key,
                header => string.Join(',', header.Value),
                StringComparer.OrdinalIgnoreCase),
            body));
        return left.Dequeue()();
    }
}

internal sealed record SentRequest(string Method, Uri Uri, IReadOnlyDictionary<string, string> Headers, string Body);
