using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Peyk.Runtime.Discovery;
using Peyk.Runtime.Hosting;
using Peyk.Runtime.Invocation;

namespace Peyk.Runtime.Timers;

/// <summary>Runs all timer functions.</summary>
internal sealed class TimerListeners : BackgroundService
{
    /// <summary>The container of the records and locks.</summary>
    public const string Container = "peyk-timers";

    private readonly IServiceProvider services;
    private readonly List<TimerListener> listeners;

    /// <exception cref="StartRefusedException">A function cannot be bound, a schedule is wrong, or a setting is missing.</exception>
    public TimerListeners(IServiceProvider services, FunctionCatalog catalog)
    {
        this.services = services;
        var functions = catalog.With<TimerTriggerAttribute>().ToList();
        if (functions.Count == 0)
        {
            listeners = [];
            return;
        }

        var container = StorageConnection.Read(services.GetRequiredService<IConfiguration>())
            .CreateBlobService(new BlobClientOptions())
            .GetBlobContainerClient(Container);
        listeners = [.. functions.Select(found => CreateListener(found.Function, found.Trigger, container))];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await services.GetRequiredService<IHostApplicationLifetime>().WaitForStartAsync(stoppingToken);
        await Task.WhenAll(listeners.Select(listener => listener.ListenAsync()));
    }

    private TimerListener CreateListener(Function function, TimerTriggerAttribute trigger, BlobContainerClient container)
    {
        var shared = services.GetRequiredService<TimerServices>();
        var text = SettingNames.Resolve(trigger.Schedule, services.GetRequiredService<IConfiguration>(), function.Name);
        var schedule = TimerSchedule.Parse(text, function.Name, shared.Time.GetUtcNow());
        var invoker = new FunctionInvoker(function.Method, TimerTriggerBinding.Arguments(function));
        var pipeline = new FunctionPipeline(function, invoker, services.GetRequiredService<FunctionMiddleware>());
        return new TimerListener(pipeline, trigger, schedule, new TimerBlob(container.GetBlobClient(BlobName(function))), shared);
    }

    /// <summary>Apps that share an account have timers of the same name apart.</summary>
    private static string BlobName(Function function) =>
        $"{function.Method.DeclaringType!.Assembly.GetName().Name}/{function.Name}";
}
