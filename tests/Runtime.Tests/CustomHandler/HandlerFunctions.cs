using Azure.Storage.Queues.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Peyk.Runtime.Tests.Support;

namespace Peyk.Runtime.Tests.CustomHandler;

/// <summary>The functions of the recording, and those that fail.</summary>
public sealed class HandlerFunctions(Seen seen)
{
    [Function("OnQueue")]
    public void OnQueue([QueueTrigger("work")] QueueMessage msg, FunctionContext context)
    {
        seen.Add(msg);
        seen.Add(context);
        seen.Add(context.TraceContext.TraceParent);
    }

    [Function("TickMin")]
    public void TickMin([TimerTrigger("0 * * * * *")] TimerInfo myTimer) => seen.Add(myTimer);

    [Function("Text")]
    public void Text([QueueTrigger("text")] string message) => seen.Add(message);

    [Function("Fails")]
    public void Fails([QueueTrigger("fails")] string message) => throw new InvalidOperationException(message);

    [Function("Endless")]
    public Task Endless([QueueTrigger("endless")] string message, CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    [Function("Greet")]
    public IResult Greet([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "greetings/{name}")] HttpRequest request, string name) =>
        TypedResults.Text($"hello {name}");

    /// <summary>Its route is another function's name.</summary>
    [Function("Shadow")]
    public IResult Shadow([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "Text")] HttpRequest request) => TypedResults.Text("by route");
}
