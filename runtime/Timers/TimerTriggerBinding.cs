using Microsoft.Azure.Functions.Worker;
using Peyk.Runtime.Discovery;
using Peyk.Runtime.Invocation;

namespace Peyk.Runtime.Timers;

/// <summary>What a timer function gets of its tick.</summary>
internal static class TimerTriggerBinding
{
    private static readonly Dictionary<string, object?> NoData = [];

    public static IEnumerable<ArgumentSource> Arguments(Function function)
    {
        if (function.ResultType != typeof(void))
            throw new StartRefusedException($"Function {function.Name} is triggered by a timer and must give nothing.");
        if (function.TriggerParameter.ParameterType != typeof(TimerInfo))
            throw FunctionArguments.Unknown(function, function.TriggerParameter);
        return FunctionArguments.Of(function, invocation => invocation.Trigger, _ => null);
    }

    public static Trigger Trigger(TimerInfo tick) => new(tick, () => NoData);
}
