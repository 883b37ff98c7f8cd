using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Hosting;

namespace Peyk.Runtime;

public static class FunctionMiddlewareExtensions
{
    /// <summary>Puts a middleware around every function, inside those added before; one instance serves all invocations.</summary>
    public static IHostApplicationBuilder UseFunctionMiddleware<T>(this IHostApplicationBuilder builder)
        where T : class, IFunctionsWorkerMiddleware
    {
        ((IFunctionsWorkerApplicationBuilder)builder).UseMiddleware<T>();
        return builder;
    }
}
