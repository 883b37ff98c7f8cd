using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Peyk.Runtime.Http;
using Peyk.Runtime.Queues;
using Peyk.Runtime.Timers;

namespace Peyk.Runtime.Hosting;

/// <summary>Puts the self-hosted way together: Kestrel, queue listeners and timers.</summary>
internal static class SelfHosted
{
    public static WebApplication Build(string[] args, Assembly functions, Action<IHostApplicationBuilder> configure) =>
        Build(args, functions, functions.GetTypes(), configure);

    /// <inheritdoc cref="WebRuntime.Build"/>
    public static WebApplication Build(
        string[] args, Assembly functions, IEnumerable<Type> types, Action<IHostApplicationBuilder> configure)
    {
        var app = WebRuntime.Build(args, functions, types, configure, builder => AddListeners(builder.Services));
        app.MapFunctions();
        app.Services.GetRequiredService<QueueListeners>();
        app.Services.GetRequiredService<TimerListeners>();
        return app;
    }

    private static void AddListeners(IServiceCollection services)
    {
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
