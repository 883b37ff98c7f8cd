using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Peyk.Runtime.Discovery;

/// <summary>Where the arguments of a function come from: its trigger, and what every trigger offers.</summary>
internal static class FunctionArguments
{
    /// <param name="function">Its parameters are bound in order.</param>
    /// <param name="trigger">For the parameter with the trigger attribute.</param>
    /// <param name="more">What this kind of trigger offers for another parameter, or null.</param>
    /// <exception cref="StartRefusedException">Nothing offers a parameter.</exception>
    public static IEnumerable<ArgumentSource> Of(Function function, ArgumentSource trigger, Func<ParameterInfo, ArgumentSource?> more) =>
        function.Method.GetParameters()
            .Select(parameter => function.IsTrigger(parameter) ? trigger : Common(parameter) ?? more(parameter) ?? throw Unknown(function, parameter))
            .ToList();

    public static StartRefusedException Unknown(Function function, ParameterInfo parameter) =>
        new($"Function {function.Name}: nothing gives its parameter {parameter.Name} of type {parameter.ParameterType.Name}.");

    private static ArgumentSource? Common(ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(CancellationToken))
            return invocation => invocation.CancellationToken;
        if (parameter.ParameterType == typeof(FunctionContext))
            return invocation => invocation;
        return null;
    }
}
