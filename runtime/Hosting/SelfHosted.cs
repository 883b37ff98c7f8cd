using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Peyk.Runtime.Discovery;
using Peyk.Runtime.Http;
using Peyk.Runtime.Invocation;
using Peyk.Runtime.Queues;
using Peyk.Runtime.Timers;

namespace Peyk.Runtime.Hosting;

/// <summary>Puts the self-hosted way together.</summary>
internal static class SelfHosted
{
    /// <summary>After the drain, time for the last writes: messages put back, leases given up.</summary>
    private static readonly TimeSpan LastWrites = TimeSpan.FromSeconds(5);

    public static WebApplication Build(string[] args, Assembly functions, Action<IHostApplicationBuilder> configure) =>
        Build(args, functions, functions.GetTypes(), configure);

    /// <param name="args">Settings.</param>
    /// <param name="functions">Where host.json lies, and the application's name.</param>
    /// <param name="types">The classes to look for functions in.</param>
    /// <param name="configure">The application's services and middleware.</param>
    public static WebApplication Build(
        string[] args, Assembly functions, IEnumerable<Type> types, Action<IHostApplicationBuilder> configure)
    {
        var directory = Path.GetDirectoryName(functions.Location)!;
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ApplicationName = functions.GetName().Name });
        LocalSettings.Add(builder.Configuration, builder.Environment.ContentRootPath, directory);
        // Its information lines carry request paths, and those of our pages carry tokens.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // So do the scopes that it opens around every request. Our own log what fails, and begin the trace.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

        var middleware = new FunctionMiddleware();
        AddRuntime(builder.Services, middleware);
        configure(new SelfHostedBuilder(builder, middleware));

        builder.Services.AddSingleton(HostJson.Read(directory, builder.Configuration));
        builder.Services.AddSingleton(FunctionCatalog.Find(types).WithoutDisabled(builder.Configuration));
        var app = builder.Build();
        app.MapFunctions();
        app.Services.GetRequiredService<QueueListeners>();
        app.Services.GetRequiredService<TimerListeners>();
        return app;
    }

    private static void AddRuntime(IServiceCollection services, FunctionMiddleware middleware)
    {
        services.AddRuntimeOptions();
        services.AddOptions<HostOptions>().Configure<IOptions<RuntimeOptions>>((host, runtime) =>
        {
            host.ShutdownTimeout = runtime.Value.DrainTimeout + LastWrites;
            host.ServicesStopConcurrently = true;
        });
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(middleware);
        services.AddSingleton<Drain>();
        services.AddSingleton<FunctionRunner>();
        services.AddMvcCore();
        services.AddSingleton<QueueWakeup>();
        services.AddSingleton<IQueueWakeup>(provider => provider.GetRequiredService<QueueWakeup>());
        services.AddSingleton<QueueServices>();
        services.AddSingleton<QueueListeners>();
        services.AddHostedService(provider => provider.GetRequiredService<QueueListeners>());
        services.AddSingleton<TimerServices>();
        services.AddSingleton<TimerListeners>();
        services.AddHostedService(provider => provider.GetRequiredService<TimerListeners>());
    }
}
