using System.Collections;

namespace Peyk.Runtime.Invocation;

/// <summary>What every log line of an invocation carries.</summary>
internal sealed class InvocationScope(string function, string invocationId, string traceParent) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 3;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("FunctionName", function),
        1 => new("InvocationId", invocationId),
        2 => new("traceparent", traceParent),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"FunctionName:{function}, InvocationId:{invocationId}, traceparent:{traceParent}";
}
