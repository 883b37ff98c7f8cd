#nullable enable
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Wire;

/// <summary>An account's table endpoint with the pipeline that reaches it: what a service client and its table clients share.</summary>
internal sealed class TableAccount
{
    private const string Json = "application/json";
    private const string JsonWithMetadata = "application/json;odata=minimalmetadata";

    private readonly string version;

    private TableAccount(Uri endpoint, string? name, TableClientOptions? options, HttpPipelinePolicy authentication)
    {
        options ??= new TableClientOptions();
        Endpoint = endpoint.AbsoluteUri.TrimEnd('/');
        Name = name ?? NameIn(endpoint);
        version = options.VersionHeader;
        Pipeline = HttpPipelineBuilder.Build(new HttpPipelineOptions(options)
        {
            PerRetryPolicies = { authentication },
            RequestFailedDetailsParser = TableErrors.Parser,
        });
    }

    /// <summary>Without a slash at its end.</summary>
    public string Endpoint { get; }

    public string Name { get; }

    public HttpPipeline Pipeline { get; }

    public static TableAccount With(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        return new(endpoint, credential.AccountName, options, new SharedKeyPolicy(credential, TimeProvider.System));
    }

    public static TableAccount With(Uri endpoint, TokenCredential credential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        return endpoint.Scheme == Uri.UriSchemeHttps
            ? new(endpoint, null, options, new BearerTokenAuthenticationPolicy(credential, "https://storage.azure.com/.default"))
            : throw new ArgumentException("A token may only be sent over https.", nameof(endpoint));
    }

    public static TableAccount With(string connectionString, TableClientOptions? options)
    {
        var parsed = ConnectionString.Parse(connectionString);
        return With(parsed.Endpoint, parsed.Credential, options);
    }

    /// <param name="path">Escaped, with its leading slash.</param>
    public HttpMessage Request(RequestMethod method, string path)
    {
        var message = Pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(new Uri(Endpoint + path));
        var headers = message.Request.Headers;
        headers.SetValue("x-ms-version", version);
        headers.SetValue("DataServiceVersion", "3.0");
        headers.SetValue("MaxDataServiceVersion", "3.0;NetFx");
        headers.SetValue("Accept", JsonWithMetadata);
        return message;
    }

    public HttpMessage Request(RequestMethod method, string path, ReadOnlyMemory<byte> body, string contentType = Json)
    {
        var message = Request(method, path);
        message.Request.Headers.SetValue("Content-Type", contentType);
        message.Request.Headers.SetValue("Prefer", "return-no-content");
        message.Request.Content = RequestContent.Create(body);
        return message;
    }

    /// <summary>Sends and returns the answer, or throws for a status that is neither success nor <paramref name="tolerated"/>.</summary>
    public async ValueTask<Response> SendAsync(HttpMessage message, CancellationToken cancellationToken, int tolerated = 0)
    {
        using (message)
        {
            await Pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
            return Checked(message.Response, tolerated);
        }
    }

    /// <inheritdoc cref="SendAsync"/>
    public Response Send(HttpMessage message, CancellationToken cancellationToken, int tolerated = 0)
    {
        using (message)
        {
            Pipeline.Send(message, cancellationToken);
            return Checked(message.Response, tolerated);
        }
    }

    private static Response Checked(Response response, int tolerated) =>
        response.Status is >= 200 and < 300 || response.Status == tolerated
            ? response
            : throw new RequestFailedException(response, innerException: null, TableErrors.Parser);

    // https://account.table.core.windows.net, or http://127.0.0.1:10002/account with an emulator.
    private static string NameIn(Uri endpoint) => endpoint.HostNameType == UriHostNameType.Dns && !endpoint.IsLoopback
        ? endpoint.Host.Split('.')[0]
        : endpoint.Segments.ElementAtOrDefault(1)?.TrimEnd('/') ?? "";
}
