using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Peyk.Runtime.Discovery;
using Peyk.Runtime.Http;
using Peyk.Runtime.Queues;
using Peyk.Runtime.Timers;

namespace Peyk.Runtime.CustomHandler;

/// <summary>A function as the Functions host reads it from its <c>function.json</c>.</summary>
internal static class FunctionJson
{
    /// <exception cref="StartRefusedException">The function could not be served.</exception>
    public static JsonObject Of(Function function) => new() { ["bindings"] = new JsonArray([.. Bindings(function)]) };

    private static JsonNode[] Bindings(Function function)
    {
        switch (function.Trigger)
        {
            case HttpTriggerAttribute:
                // Only in and out: a function with any other binding is not proxied.
                return [Http(new HttpTriggerBinding(function, routePrefix: "")), new JsonObject { ["type"] = "http", ["direction"] = "out", ["name"] = "res" }];
            case QueueTriggerAttribute queue:
                QueueTriggerBinding.Arguments(function);
                return [Trigger(function, "queueTrigger", ("queueName", queue.QueueName), ("connection", queue.Connection ?? StorageConnection.DefaultName))];
            case TimerTriggerAttribute timer:
                TimerTriggerBinding.Arguments(function);
                return [Trigger(function, "timerTrigger", ("schedule", timer.Schedule), ("useMonitor", timer.UseMonitor), ("runOnStartup", timer.RunOnStartup))];
            default:
                throw new StartRefusedException($"Function {function.Name}: the trigger {function.Trigger.GetType().Name} is not known.");
        }
    }

    private static JsonObject Http(HttpTriggerBinding binding)
    {
        var trigger = Trigger(binding.Function, "httpTrigger", ("authLevel", "anonymous"), ("route", binding.Pattern.RawText));
        if (binding.Methods.Count > 0)
            trigger["methods"] = new JsonArray([.. binding.Methods.Select(method => JsonValue.Create(method.ToLowerInvariant()))]);
        return trigger;
    }

    private static JsonObject Trigger(Function function, string type, params (string Name, JsonNode? Value)[] more)
    {
        var trigger = new JsonObject { ["type"] = type, ["direction"] = "in", ["name"] = function.TriggerParameter.Name };
        foreach (var (name, value) in more)
            trigger[name] = value;
        return trigger;
    }
}
