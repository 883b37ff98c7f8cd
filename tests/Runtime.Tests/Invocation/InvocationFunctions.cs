using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Peyk.Runtime.Tests.Support;

namespace Peyk.Runtime.Tests.Invocation;

/// <summary>A scoped service.</summary>
public sealed class Scoped : IDisposable
{
    public Guid Id { get; } = Guid.NewGuid();

    public bool IsDisposed { get; private set; }

    public void Dispose() => IsDisposed = true;
}

public sealed class ScopedFunctions(Scoped one, Scoped two, Seen seen)
{
    [Function("ScopedHttp")]
    public void Http([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "scoped")] HttpRequest request, FunctionContext context)
    {
        seen.Add(one);
        ReferenceEquals(one, two).ShouldBeTrue();
        ReferenceEquals(one, context.InstanceServices.GetService(typeof(Scoped))).ShouldBeTrue();
    }

    [Function("ScopedQueue")]
    public void Queue([QueueTrigger("scoped")] string message)
    {
        seen.Add(one);
        ReferenceEquals(one, two).ShouldBeTrue();
    }
}

public sealed class PlainFunctions(Seen seen, ILogger<PlainFunctions> logger)
{
    [Function("Plain")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "plain")] HttpRequest request)
    {
        seen.Add("function");
        logger.LogInformation("line");
        return TypedResults.Text("plain");
    }

    [Function("Endless")]
    public async Task Endless([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "endless")] HttpRequest request, CancellationToken cancellationToken)
    {
        seen.Add("begun");
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            seen.Add("cancelled");
        }
    }
}
