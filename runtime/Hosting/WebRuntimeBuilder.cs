using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Peyk.Runtime.Invocation;

namespace Peyk.Runtime.Hosting;

/// <summary>
/// What the application's configuration sees. Like the official worker's builder it takes both services and function middleware,
/// so that the same code configures either.
/// </summary>
internal sealed class WebRuntimeBuilder(WebApplicationBuilder builder, FunctionMiddleware middleware)
    : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly IHostApplicationBuilder inner = builder;

    public IDictionary<object, object> Properties => inner.Properties;

    public IConfigurationManager Configuration => inner.Configuration;

    public IHostEnvironment Environment => inner.Environment;

    public ILoggingBuilder Logging => inner.Logging;

    public IMetricsBuilder Metrics => inner.Metrics;

    public IServiceCollection Services => inner.Services;

    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull =>
        inner.ConfigureContainer(factory, configure);

    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> part)
    {
        middleware.Add(part);
        return this;
    }
}
