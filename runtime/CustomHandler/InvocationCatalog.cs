using Microsoft.Azure.Functions.Worker;
using Peyk.Runtime.Discovery;
using Peyk.Runtime.Invocation;
using Peyk.Runtime.Queues;
using Peyk.Runtime.Timers;

namespace Peyk.Runtime.CustomHandler;

/// <summary>A function that the host invokes by name.</summary>
/// <param name="Pipeline">The function.</param>
/// <param name="TriggerOf">Reads from the host's body what triggers it.</param>
internal sealed record InvocableFunction(FunctionPipeline Pipeline, Func<HostInvocation, Trigger> TriggerOf);

/// <summary>Every function under the name by which the host invokes it; null for those that it has to proxy.</summary>
internal sealed class InvocationCatalog
{
    private readonly Dictionary<string, InvocableFunction?> _functions = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="StartRefusedException">A function cannot be bound.</exception>
    public InvocationCatalog(FunctionCatalog catalog, FunctionMiddleware middleware)
    {
        foreach (var function in catalog.Functions)
            _functions.Add(function.Name, Invocable(function, middleware));
    }

    public bool TryFind(string name, out InvocableFunction? function) => _functions.TryGetValue(name, out function);

    private static InvocableFunction? Invocable(Function function, FunctionMiddleware middleware) => function.Trigger switch
    {
        HttpTriggerAttribute => null,
        QueueTriggerAttribute => new(
            Pipeline(function, QueueTriggerBinding.Arguments(function), middleware),
            invocation => QueueTriggerBinding.Trigger(QueueInvocation.Message(invocation, function))),
        TimerTriggerAttribute => new(
            Pipeline(function, TimerTriggerBinding.Arguments(function), middleware),
            invocation => TimerTriggerBinding.Trigger(TimerInvocation.Tick(invocation, function))),
        var other => throw new StartRefusedException($"Function {function.Name}: the trigger {other.GetType().Name} is not known."),
    };

    private static FunctionPipeline Pipeline(Function function, IEnumerable<ArgumentSource> arguments, FunctionMiddleware middleware) =>
        new(function, new FunctionInvoker(function.Method, arguments), middleware);
}
