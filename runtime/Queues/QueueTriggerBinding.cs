using System.Diagnostics;
using System.Text.Json;
using Azure.Storage.Queues.Models;
using Peyk.Runtime.Discovery;
using Peyk.Runtime.Invocation;

namespace Peyk.Runtime.Queues;

/// <summary>What a queue function gets of its message.</summary>
internal static class QueueTriggerBinding
{
    public static IEnumerable<ArgumentSource> Arguments(Function function)
    {
        if (function.ResultType != typeof(void))
            throw new StartRefusedException($"Function {function.Name} is triggered by a queue and must give nothing.");
        return FunctionArguments.Of(function, Message(function.TriggerParameter.ParameterType), _ => null);
    }

    public static Trigger Trigger(QueueMessage message) =>
        new(message, () => Data(message), ActivityKind.Consumer, MessageTraceParent.Find(message.Body));

    private static ArgumentSource Message(Type type)
    {
        if (type == typeof(string))
            return invocation => Of(invocation).Body.ToString();
        if (type == typeof(BinaryData))
            return invocation => Of(invocation).Body;
        if (type == typeof(QueueMessage))
            return Of;
        return invocation => Deserialize(Of(invocation).Body, type);
    }

    private static QueueMessage Of(InvocationContext invocation) => (QueueMessage)invocation.Trigger;

    /// <summary>JSON, or Base64 of JSON as producers of the Functions default encoding put it.</summary>
    private static object? Deserialize(BinaryData body, Type type)
    {
        var text = body.ToMemory().Span.Trim(" \t\r\n"u8);
        var isJson = text.IsEmpty || text[0] is (byte)'{' or (byte)'[' or (byte)'"';
        return JsonSerializer.Deserialize(isJson ? text : Convert.FromBase64String(body.ToString()), type, JsonSerializerOptions.Web);
    }

    /// <summary>The names are the Functions host's.</summary>
    private static Dictionary<string, object?> Data(QueueMessage message) => new()
    {
        ["QueueTrigger"] = message.Body.ToString(),
        ["Id"] = message.MessageId,
        ["PopReceipt"] = message.PopReceipt,
        ["DequeueCount"] = message.DequeueCount.ToString(),
        ["InsertionTime"] = message.InsertedOn?.ToString("O"),
        ["ExpirationTime"] = message.ExpiresOn?.ToString("O"),
        ["NextVisibleTime"] = message.NextVisibleOn?.ToString("O"),
    };
}
