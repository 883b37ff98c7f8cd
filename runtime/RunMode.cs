namespace Peyk.Runtime;

/// <summary>How this process runs its functions (docs/decisions/0002).</summary>
public enum RunMode
{
    /// <summary>Our own Kestrel, queue listeners and timers.</summary>
    SelfHosted,

    /// <summary>The Azure Functions host calls us over HTTP.</summary>
    CustomHandler,

    /// <summary>The Azure Functions host talks gRPC to the official worker.</summary>
    IsolatedWorker,
}
