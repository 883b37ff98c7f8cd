using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Peyk.Runtime.Discovery;

namespace Peyk.Runtime.Invocation;

/// <summary>One run of a function.</summary>
internal sealed class InvocationContext(
    Function function, Trigger trigger, string invocationId, IServiceProvider services, Activity activity, CancellationToken cancellationToken)
    : FunctionContext
{
    /// <summary>The key under which the official worker too keeps the HTTP context.</summary>
    private const string HttpContextItem = "HttpRequestContext";

    private InvocationFeatures? features;
    private BindingContext? bindings;

    /// <summary>What triggered it: an HttpContext, a QueueMessage or a TimerInfo.</summary>
    public object Trigger => trigger.Value;

    /// <summary>What the method gave, after it ran.</summary>
    public object? Result { get; set; }

    public override string InvocationId => invocationId;

    public override string FunctionId => function.Name;

    public override TraceContext TraceContext { get; } = new InvocationTrace(activity);

    public override BindingContext BindingContext => bindings ??= new InvocationBindings(trigger.Data());

    public override RetryContext RetryContext => NoRetry.Instance;

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override FunctionDefinition FunctionDefinition => function.Definition;

    public override IDictionary<object, object> Items { get; set; } =
        trigger.Value is HttpContext http ? new Dictionary<object, object> { [HttpContextItem] = http } : [];

    public override IInvocationFeatures Features => features ??= new InvocationFeatures();

    public override CancellationToken CancellationToken => cancellationToken;
}

/// <param name="Value">What triggers the run.</param>
/// <param name="Data">What <see cref="BindingContext.BindingData"/> shows of it, made only when asked for.</param>
/// <param name="Kind">What the run is to the trace.</param>
/// <param name="TraceParent">The W3C trace context it came with, if any.</param>
/// <param name="InvocationId">By which the Functions host knows the run; null for an id of our own.</param>
internal readonly record struct Trigger(
    object Value,
    Func<IReadOnlyDictionary<string, object?>> Data,
    ActivityKind Kind = ActivityKind.Internal,
    string? TraceParent = null,
    string? InvocationId = null);
