using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Peyk.Runtime.Hosting;

/// <summary>
/// The two moments of a stop: <see cref="Stopping"/>, from which nothing new is begun, and <see cref="Abort"/>, at which the
/// functions that still run are told to give up.
/// </summary>
internal sealed class Drain : IDisposable
{
    private readonly CancellationTokenSource abort;

    public Drain(IHostApplicationLifetime lifetime, IOptions<RuntimeOptions> options, TimeProvider time)
    {
        abort = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        Stopping = lifetime.ApplicationStopping;
        Stopping.Register(() => abort.CancelAfter(options.Value.DrainTimeout));
    }

    public CancellationToken Stopping { get; }

    public CancellationToken Abort => abort.Token;

    public void Dispose() => abort.Dispose();
}
