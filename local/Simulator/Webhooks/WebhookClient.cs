using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Peyk.Local.Simulator.Webhooks;

/// <summary>How a webhook ended: with a status, or with what kept it from getting one.</summary>
internal sealed record WebhookResult(int Status, WebhookFailure Failure)
{
    public bool Succeeded => Status is >= 200 and < 300;
}

internal enum WebhookFailure
{
    None,
    Connect,
    Read,
}

/// <summary>One webhook that was posted, for looking at what the receiver said.</summary>
public sealed record PostedWebhook(string Kind, string Path, int Status, double Milliseconds, DateTimeOffset At);

/// <summary>How many webhooks were posted, repetitions included, and how they ended.</summary>
public sealed record WebhookCounts(long Posted, long Succeeded, long Repeated, long GivenUp);

/// <summary>A few workers that post the webhooks of both providers over kept connections.</summary>
internal sealed class WebhookClient : IAsyncDisposable
{
    private const int Remembered = 500;

    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly Channel<Func<CancellationToken, Task>> _work = Channel.CreateUnbounded<Func<CancellationToken, Task>>();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _workers;
    private readonly ConcurrentQueue<PostedWebhook> _latest = new();
    private long _posted;
    private long _succeeded;
    private long _repeated;
    private long _givenUp;

    public WebhookClient(int concurrency, TimeProvider time)
    {
        _time = time;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            MaxConnectionsPerServer = concurrency,
            // A provider knows nothing of our traces.
            ActivityHeadersPropagator = null,
        };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _workers = [.. Enumerable.Range(0, concurrency).Select(_ => Task.Run(WorkAsync))];
    }

    public WebhookCounts Counts => new(
        Volatile.Read(ref _posted), Volatile.Read(ref _succeeded), Volatile.Read(ref _repeated), Volatile.Read(ref _givenUp));

    public IReadOnlyList<PostedWebhook> Latest => [.. _latest];

    public void Enqueue(Func<CancellationToken, Task> work) => _work.Writer.TryWrite(work);

    public void CountRepeated() => Interlocked.Increment(ref _repeated);

    public void CountGivenUp() => Interlocked.Increment(ref _givenUp);

    /// <summary>Posts once; never throws but for the end of the simulator.</summary>
    public async Task<(WebhookResult Result, string Body)> PostAsync(
        string kind, HttpRequestMessage request, TimeSpan timeout, bool readBody, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        var started = _time.GetTimestamp();
        var body = "";
        WebhookResult result;
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, limit.Token);
            if (readBody)
                body = await response.Content.ReadAsStringAsync(limit.Token);
            result = new((int)response.StatusCode, WebhookFailure.None);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            result = new(0, WebhookFailure.Read);
        }
        catch (HttpRequestException exception)
        {
            var connecting = exception.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError;
            result = new(0, connecting ? WebhookFailure.Connect : WebhookFailure.Read);
        }
        Interlocked.Increment(ref _posted);
        if (result.Succeeded)
            Interlocked.Increment(ref _succeeded);
        _latest.Enqueue(new(kind, request.RequestUri!.AbsolutePath, result.Status,
            _time.GetElapsedTime(started).TotalMilliseconds, _time.GetUtcNow()));
        while (_latest.Count > Remembered)
            _latest.TryDequeue(out _);
        return (result, body);
    }

    public async ValueTask DisposeAsync()
    {
        _work.Writer.TryComplete();
        await _stop.CancelAsync();
        await Task.WhenAll(_workers);
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        try
        {
            await foreach (var work in _work.Reader.ReadAllAsync(_stop.Token))
                await work(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The simulator ends.
        }
    }
}
