using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Callbacks;

/// <summary>
/// Posts an event to an endpoint: one request, no redirects, no proxy, no cookies. Of the answer only the head is looked at. Nothing that
/// it gives or throws holds the address.
/// </summary>
public sealed class CallbackSender(CallbackNetwork network, IOptions<CallbackOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>A body that is longer is not read to its end: the connection is closed.</summary>
    private const int LongestBody = 4 * 1024;
    private const int LongestHeadKilobytes = 16;
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(7);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        ConnectCallback = network.ConnectAsync,
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        Credentials = null,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = LongestHeadKilobytes,
        MaxResponseDrainSize = LongestBody,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        // The name is asked for anew with each connection.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <exception cref="OperationCanceledException">The caller cancelled; a time-out is an answer.</exception>
    public async Task<CallbackAnswer> SendAsync(CallbackConfiguration endpoint, CallbackEvent happened, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = Request(endpoint, happened);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            return new((int)response.StatusCode, response.IsSuccessStatusCode ? null : CallbackFailure.HttpStatus, RetryAfter(response.Headers.RetryAfter));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new(null, CallbackFailure.Timeout);
        }
        catch (HttpRequestException e)
        {
            return new(null, FailureOf(e));
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(CallbackConfiguration endpoint, CallbackEvent happened)
    {
        var now = time.GetUtcNow();
        var body = Encoding.UTF8.GetBytes(happened.Body);
        var timestamp = now.ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(CallbackEvents.ContentType);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Peyk", "1"));
        request.Headers.Add(StandardWebhooks.IdHeader, happened.Id);
        request.Headers.Add(StandardWebhooks.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(StandardWebhooks.SignatureHeader, StandardWebhooks.Sign(endpoint.SecretsAt(now), happened.Id, timestamp, body));
        return request;
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wish = header?.Delta ?? (header?.Date - time.GetUtcNow());
        if (wish is not { Ticks: > 0 } wait)
            return null;
        return wait < LongestRetryAfter ? wait : LongestRetryAfter;
    }

    private static CallbackFailure FailureOf(HttpRequestException e)
    {
        for (Exception? cause = e; cause is not null; cause = cause.InnerException)
        {
            if (cause is AddressNotAllowedException)
                return CallbackFailure.AddressNotAllowed;
            if (cause is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain })
                return CallbackFailure.NameNotResolved;
        }

        return e.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => CallbackFailure.NameNotResolved,
            HttpRequestError.ConnectionError => CallbackFailure.ConnectionFailed,
            HttpRequestError.SecureConnectionError => CallbackFailure.TlsFailed,
            _ => CallbackFailure.ConnectionLost,
        };
    }
}
