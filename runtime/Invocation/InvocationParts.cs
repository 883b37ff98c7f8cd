using System.Collections;
using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;

namespace Peyk.Runtime.Invocation;

internal sealed class InvocationBindings(IReadOnlyDictionary<string, object?> data) : BindingContext
{
    public override IReadOnlyDictionary<string, object?> BindingData => data;
}

internal sealed class InvocationTrace(Activity activity) : TraceContext
{
    public override string TraceParent => activity.Id ?? "";

    public override string TraceState => activity.TraceStateString ?? "";
}

/// <summary>Retries are the queue's; the runtime makes none.</summary>
internal sealed class NoRetry : RetryContext
{
    public static readonly NoRetry Instance = new();

    public override int RetryCount => 0;

    public override int MaxRetryCount => 0;
}

internal sealed class InvocationFeatures : IInvocationFeatures
{
    private readonly Dictionary<Type, object> features = [];

    public void Set<T>(T instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        features[typeof(T)] = instance;
    }

    public T? Get<T>() => features.TryGetValue(typeof(T), out var value) ? (T)value : default;

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => features.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
