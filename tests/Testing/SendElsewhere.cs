namespace Peyk.Testing;

/// <summary>Sends every request to another scheme, host and port; path, query and headers stay as they are.</summary>
public sealed class SendElsewhere(Uri address, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    public SendElsewhere(Uri address)
        : this(address, new SocketsHttpHandler())
    {
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.RequestUri = new Uri(address, request.RequestUri!.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }
}
