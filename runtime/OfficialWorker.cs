using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Peyk.Runtime.Hosting;
using Peyk.Runtime.Invocation;
using Peyk.Runtime.Queues;

namespace Peyk.Runtime;

/// <summary>The isolated worker: the host finds, binds and triggers the functions; ours is only the configuration.</summary>
public static partial class FunctionHost
{
    static partial void BuildOfficialWorker(string[] args, Action<IHostApplicationBuilder> configure, ref IHost? host)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        builder.Services.AddRuntimeOptions();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IQueueWakeup, NoQueueWakeup>();
        builder.Use(DeadlineContext.Around);
        configure(builder);
        host = builder.Build();
    }
}
