using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Runtime.Discovery;
using Peyk.Runtime.Hosting;
using Peyk.Runtime.Invocation;

namespace Peyk.Runtime.Http;

internal static class HttpFunctionEndpoints
{
    /// <summary>Serves every HTTP function of the catalog.</summary>
    /// <exception cref="StartRefusedException">A function cannot be served, or two want the same requests.</exception>
    public static void MapFunctions(this WebApplication app)
    {
        app.Use(HideUnlistedMethods);
        var prefix = app.Services.GetRequiredService<HostJson>().RoutePrefix;
        var middleware = app.Services.GetRequiredService<FunctionMiddleware>();
        var runner = app.Services.GetRequiredService<FunctionRunner>();
        var bindings = app.Services.GetRequiredService<FunctionCatalog>().With<HttpTriggerAttribute>()
            .Select(found => new HttpTriggerBinding(found.Function, prefix))
            .ToList();
        RefuseCollisions(bindings);

        foreach (var binding in bindings)
        {
            var pipeline = new FunctionPipeline(binding.Function, new FunctionInvoker(binding.Function.Method, binding.Arguments), middleware);
            var endpoint = app.Map(binding.Pattern, new HttpFunctionHandler(binding, pipeline, runner).HandleAsync)
                .WithDisplayName(binding.Function.Name)
                .WithMetadata(binding.Function);
            if (binding.Methods.Count > 0)
                endpoint.WithMetadata(new HttpMethodMetadata(binding.Methods));
        }
    }

    /// <summary>The Functions host answers 404, not 405, to a method that no function lists.</summary>
    private static async Task HideUnlistedMethods(HttpContext http, RequestDelegate next)
    {
        await next(http);
        var isOurs = http.GetEndpoint()?.Metadata.GetMetadata<Function>() is not null;
        if (!isOurs && http.Response is { StatusCode: StatusCodes.Status405MethodNotAllowed, HasStarted: false })
        {
            http.Response.Headers.Allow = default;
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private static void RefuseCollisions(List<HttpTriggerBinding> bindings)
    {
        var claims = bindings.SelectMany(
            binding => binding.Methods.DefaultIfEmpty("any method"), (binding, method) => (binding, claim: $"{method} {binding.Pattern.RawText}"));
        var collision = claims.GroupBy(claim => claim.claim, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        if (collision is not null)
            throw new StartRefusedException($"Functions {string.Join(" and ", collision.Select(claim => claim.binding.Function.Name))} both serve {collision.Key}.");
    }
}
