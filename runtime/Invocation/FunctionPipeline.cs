using Microsoft.Azure.Functions.Worker.Middleware;
using Peyk.Runtime.Discovery;

namespace Peyk.Runtime.Invocation;

/// <summary>The middleware of the application, in the order it was added, first outermost.</summary>
internal sealed class FunctionMiddleware
{
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> parts = [];

    public void Add(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> part) => parts.Add(part);

    public FunctionExecutionDelegate Around(FunctionExecutionDelegate inner) =>
        Enumerable.Reverse(parts).Aggregate(inner, (next, part) => part(next));
}

/// <summary>A function with the middleware around it, composed once at start.</summary>
internal sealed class FunctionPipeline(Function function, FunctionInvoker invoker, FunctionMiddleware middleware)
{
    private readonly FunctionExecutionDelegate run = middleware.Around(async context =>
    {
        var invocation = (InvocationContext)context;
        invocation.Result = await invoker.InvokeAsync(invocation);
    });

    public Function Function => function;

    public Task RunAsync(InvocationContext invocation) => run(invocation);
}
