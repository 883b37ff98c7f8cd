using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Peyk.Runtime.Invocation;

namespace Peyk.Runtime.Discovery;

/// <summary>A <c>[Function]</c> method with its one trigger.</summary>
internal sealed record Function(string Name, MethodInfo Method, ParameterInfo TriggerParameter, TriggerBindingAttribute Trigger)
{
    public FunctionDefinition Definition { get; } = new InvocationDefinition(Name, Method, TriggerParameter, TypeOf(Trigger));

    public IEnumerable<ParameterInfo> OtherParameters => Method.GetParameters().Where(parameter => !IsTrigger(parameter));

    /// <summary>By position: hosts that start at once in one process may each be given parameter objects of their own.</summary>
    public bool IsTrigger(ParameterInfo parameter) => parameter.Position == TriggerParameter.Position;

    /// <summary>What the method gives once awaited; <c>void</c> when nothing.</summary>
    public Type ResultType { get; } = FunctionResults.TypeOf(Method.ReturnType);

    private static string TypeOf(TriggerBindingAttribute trigger)
    {
        var name = trigger.GetType().Name;
        return char.ToLowerInvariant(name[0]) + name[1..^nameof(Attribute).Length];
    }
}
