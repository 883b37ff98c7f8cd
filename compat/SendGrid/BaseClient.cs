using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using SendGrid.Helpers.Mail;

namespace SendGrid;

/// <summary>
/// Speaks JSON with the v3 API. An HTTP error is an answer, not an exception; transport failures and
/// time-outs throw what <see cref="HttpClient"/> throws. Nothing is repeated.
/// </summary>
public abstract class BaseClient : ISendGridClient
{
    private const string Json = "application/json";

    private readonly HttpClient client;
    private readonly BaseClientOptions options;

    protected BaseClient(BaseClientOptions options)
        : this(httpClient: null, options)
    {
    }

    protected BaseClient(HttpClient httpClient, BaseClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        client = httpClient ?? new HttpClient();
        if (options.RequestHeaders is not null && options.RequestHeaders.TryGetValue("Content-Type", out var mediaType))
            MediaType = mediaType;
    }

    public enum Method
    {
        DELETE = 0,
        GET = 1,
        PATCH = 2,
        POST = 3,
        PUT = 4,
    }

    public string UrlPath
    {
        get => options.UrlPath;
        set => options.UrlPath = value;
    }

    public string Version
    {
        get => options.Version;
        set => options.Version = value;
    }

    public string MediaType { get; set; } = Json;

    /// <param name="header">The value is scheme and parameter with a space between.</param>
    public virtual AuthenticationHeaderValue AddAuthorization(KeyValuePair<string, string> header)
    {
        var parts = header.Value.Split(' ', 2);
        return new AuthenticationHeaderValue(parts[0], parts[1]);
    }

    public virtual async Task<Response> MakeRequest(HttpRequestMessage request, CancellationToken cancellationToken = default)
    {
        var answer = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);

        // Some answers call their charset "utf8", which HttpContent does not know.
        if (answer.Content.Headers.ContentType is { CharSet: "utf8" } type)
            type.CharSet = Encoding.UTF8.WebName;
        return new Response(answer.StatusCode, answer.Content, answer.Headers);
    }

    /// <param name="method">HTTP method.</param>
    /// <param name="requestBody">Body as it goes out; null for none.</param>
    /// <param name="queryParams">A JSON object; a member with an array becomes one parameter per element.</param>
    /// <param name="urlPath">Path beneath host and version, as <c>mail/send</c>; default <see cref="UrlPath"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the request may have been taken nevertheless.</param>
    public async Task<Response> RequestAsync(
        Method method,
        string requestBody = null,
        string queryParams = null,
        string urlPath = null,
        CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method.ToString()), BuildUri(urlPath, queryParams));
        if (requestBody is not null)
        {
            request.Content = new StringContent(requestBody, Encoding.UTF8, MediaType);
            // JSON is UTF-8 by definition, and not every endpoint takes the parameter.
            if (MediaType == Json)
                request.Content.Headers.ContentType.CharSet = null;
        }

        foreach (var (name, value) in options.RequestHeaders ?? [])
            request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.Authorization = options.Auth;
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaType));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("sendgrid-csharp-compat", "9.29"));
        return await MakeRequest(request, cancellationToken).ConfigureAwait(false);
    }

    public Task<Response> SendEmailAsync(SendGridMessage msg, CancellationToken cancellationToken = default) =>
        RequestAsync(Method.POST, msg.Serialize(), urlPath: "mail/send", cancellationToken: cancellationToken);

    private Uri BuildUri(string urlPath, string queryParams)
    {
        var path = string.Join('/', new[] { Version, urlPath ?? UrlPath }.Where(part => part is not null));
        return new Uri($"{options.Host.TrimEnd('/')}/{path}{Query(queryParams)}");
    }

    private static string Query(string json)
    {
        if (json is null)
            return "";

        using var document = JsonDocument.Parse(json);
        var pairs = document.RootElement.EnumerateObject().SelectMany(member =>
            (member.Value.ValueKind == JsonValueKind.Array ? member.Value.EnumerateArray() : Enumerable.Repeat(member.Value, 1))
                .Select(value => $"{Uri.EscapeDataString(member.Name)}={Uri.EscapeDataString(value.ToString())}"));
        return $"?{string.Join('&', pairs)}";
    }
}
