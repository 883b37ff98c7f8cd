using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Storage.Queues.Models;

namespace Peyk.EndToEnd.Tests.FunctionsHost;

/// <summary>Calls functions by name, and judges their answers, as the Functions host was seen to.</summary>
internal sealed class HostInvocations(HandlerProcess handler)
{
    private readonly ConcurrentQueue<(string Function, bool Succeeded)> _ended = new();
    private readonly ConcurrentQueue<string> _begun = new();

    public IReadOnlyCollection<string> Begun => _begun;

    public IReadOnlyCollection<(string Function, bool Succeeded)> Ended => _ended;

    /// <summary>With the message's members beside, and over, the queue's own metadata.</summary>
    public static JsonObject OfMessage(string binding, QueueMessage message, string function)
    {
        var text = message.Body.ToString();
        var metadata = new JsonObject(new JsonNodeOptions { PropertyNameCaseInsensitive = true })
        {
            ["DequeueCount"] = $"{message.DequeueCount}",
            ["ExpirationTime"] = $"{message.ExpiresOn:yyyy-MM-ddTHH:mm:sszzz}",
            ["Id"] = Encoded(message.MessageId),
            ["InsertionTime"] = $"{message.InsertedOn:yyyy-MM-ddTHH:mm:sszzz}",
            ["NextVisibleTime"] = $"{message.NextVisibleOn:yyyy-MM-ddTHH:mm:sszzz}",
            ["PopReceipt"] = Encoded(message.PopReceipt),
        };
        foreach (var (name, value) in MembersOf(text))
            metadata[name] = value is JsonObject or JsonArray ? value.DeepClone() : Encoded($"{value}");
        return Body(binding, Encoded(text), metadata, function);
    }

    public static JsonObject OfTick(string binding, string function) => Body(
        binding,
        new JsonObject { ["Schedule"] = new JsonObject { ["AdjustForDST"] = true }, ["ScheduleStatus"] = null, ["IsPastDue"] = false },
        [],
        function);

    /// <returns>Whether the host would count the run as done.</returns>
    public async Task<bool> InvokeAsync(string function, JsonObject body)
    {
        _begun.Enqueue(function);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/" + function);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Add("X-Azure-Functions-HostVersion", "4.1037.0.0");
        request.Headers.Add("X-Azure-Functions-InvocationId", $"{Guid.NewGuid()}");
        request.Headers.UserAgent.ParseAdd("Azure-Functions-Host/4.1037.0.0");
        using var answer = await handler.Http.SendAsync(request);
        var succeeded = answer.IsSuccessStatusCode && await IsObjectAsync(answer);
        _ended.Enqueue((function, succeeded));
        return succeeded;
    }

    /// <summary>Anything else with a good status fails the run, or lets it hang.</summary>
    private static async Task<bool> IsObjectAsync(HttpResponseMessage answer) =>
        answer.Content.Headers.ContentType?.MediaType == "application/json" && JsonNode.Parse(await answer.Content.ReadAsStringAsync()) is JsonObject;

    private static JsonObject Body(string binding, JsonNode input, JsonObject metadata, string function)
    {
        metadata["sys"] = new JsonObject { ["MethodName"] = function, ["UtcNow"] = $"{TimeProvider.System.GetUtcNow():O}", ["RandGuid"] = $"{Guid.NewGuid()}" };
        return new() { ["Data"] = new JsonObject { [binding] = input }, ["Metadata"] = metadata };
    }

    private static string Encoded(string text) => JsonSerializer.Serialize(text);

    private static JsonObject MembersOf(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
