using System.Globalization;
using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Peyk.Runtime.Hosting;
using Peyk.Runtime.Http;
using Peyk.Runtime.Queues;

namespace Peyk.Runtime.CustomHandler;

/// <summary>
/// Puts the custom handler together: HTTP functions as the Functions host proxies them, and its invocations of all others. The host
/// polls the queues and keeps the timers; nothing here does.
/// </summary>
internal static class CustomHandlers
{
    public static WebApplication Build(string[] args, Assembly functions, Action<IHostApplicationBuilder> configure) =>
        Build(args, functions, functions.GetTypes(), configure);

    /// <inheritdoc cref="WebRuntime.Build"/>
    public static WebApplication Build(
        string[] args, Assembly functions, IEnumerable<Type> types, Action<IHostApplicationBuilder> configure)
    {
        var app = WebRuntime.Build(args, functions, types, configure, builder =>
        {
            var port = Port(builder.Configuration);
            // Nobody but the host on this machine. Given so, it wins over any address in the settings.
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
            builder.Services.AddSingleton<IQueueWakeup, NoQueueWakeup>();
            builder.Services.AddSingleton<InvocationCatalog>();
            builder.Services.AddSingleton<InvocationEndpoint>();
        });
        app.Use(app.Services.GetRequiredService<InvocationEndpoint>().HandleAsync);
        app.MapFunctions();
        return app;
    }

    private static int Port(IConfiguration settings)
    {
        var name = RunModeSignals.HandlerPorts.First(name => !string.IsNullOrEmpty(settings[name]));
        return int.TryParse(settings[name], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort
            ? port
            : throw new StartRefusedException($"The setting {name} is not a port.");
    }
}
