using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Peyk.Runtime.Hosting;
using Peyk.Runtime.Invocation;

namespace Peyk.Runtime.Queues;

/// <summary>What all queue listeners share.</summary>
internal sealed class QueueServices(
    FunctionRunner runner, HostJson host, IOptions<RuntimeOptions> options, Drain drain, TimeProvider time, ILogger<QueueListener> logger)
{
    public FunctionRunner Runner => runner;

    public QueueSettings Settings => host.Queues;

    public TimeSpan MessageLease => options.Value.MessageLease;

    public TimeSpan MinPollingInterval => options.Value.MinPollingInterval;

    public Drain Drain => drain;

    public TimeProvider Time => time;

    public ILogger<QueueListener> Logger => logger;
}
