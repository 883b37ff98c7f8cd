using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Peyk.Runtime.Discovery;
using Peyk.Runtime.Invocation;

namespace Peyk.Runtime.Hosting;

/// <summary>What the two ways that our own web server serves have in common.</summary>
internal static class WebRuntime
{
    /// <summary>After the drain, time for the last writes: messages put back, leases given up.</summary>
    private static readonly TimeSpan LastWrites = TimeSpan.FromSeconds(5);

    /// <param name="args">Settings.</param>
    /// <param name="functions">The application's name. host.json lies beside it.</param>
    /// <param name="types">The classes to look for functions in.</param>
    /// <param name="configure">The application's services and middleware.</param>
    /// <param name="way">What this way of running adds, before the application adds its own.</param>
    /// <exception cref="StartRefusedException">A function or a setting is wrong; the message names it.</exception>
    public static WebApplication Build(
        string[] args, Assembly functions, IEnumerable<Type> types, Action<IHostApplicationBuilder> configure, Action<WebApplicationBuilder> way)
    {
        // Not the assembly's own location: in a single file it has none.
        var directory = AppContext.BaseDirectory;
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
        way(builder);
        configure(new WebRuntimeBuilder(builder, middleware));

        builder.Services.AddSingleton(HostJson.Read(directory, builder.Configuration));
        builder.Services.AddSingleton(FunctionCatalog.Find(types).WithoutDisabled(builder.Configuration));
        return builder.Build();
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
    }
}
