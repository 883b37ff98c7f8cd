using Azure.Storage.Queues;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Peyk.Runtime.Discovery;
using Peyk.Runtime.Hosting;
using Peyk.Runtime.Invocation;

namespace Peyk.Runtime.Queues;

/// <summary>Listens to the queues of all queue functions.</summary>
internal sealed class QueueListeners : BackgroundService
{
    private static readonly TimeSpan StorageCallTimeout = TimeSpan.FromSeconds(15);

    private readonly IServiceProvider services;
    private readonly List<QueueListener> listeners;

    /// <exception cref="StartRefusedException">A function cannot be bound, a setting is missing, or two functions want one queue.</exception>
    public QueueListeners(IServiceProvider services, FunctionCatalog catalog)
    {
        this.services = services;
        var functions = catalog.With<QueueTriggerAttribute>().Select(found => (found.Function, found.Trigger.Connection, Queue: QueueName(found))).ToList();
        var shared = functions.GroupBy(found => (found.Connection, found.Queue)).FirstOrDefault(group => group.Count() > 1);
        if (shared is not null)
            throw new StartRefusedException($"Functions {string.Join(" and ", shared.Select(found => found.Function.Name))} listen to one queue, {shared.Key.Queue}.");
        listeners =
        [
            .. from found in functions
               group found by found.Connection into account
               let service = CreateService(account.Key)
               from found in account
               select CreateListener(found.Function, service, found.Queue),
        ];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await services.GetRequiredService<IHostApplicationLifetime>().WaitForStartAsync(stoppingToken);
        await Task.WhenAll(listeners.Select(listener => listener.ListenAsync()));
    }

    private string QueueName((Function Function, QueueTriggerAttribute Trigger) found) =>
        SettingNames.Resolve(found.Trigger.QueueName, services.GetRequiredService<IConfiguration>(), found.Function.Name);

    private QueueServiceClient CreateService(string? connection)
    {
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None };
        options.Retry.NetworkTimeout = StorageCallTimeout;
        return StorageConnection.Read(services.GetRequiredService<IConfiguration>(), connection).CreateQueueService(options);
    }

    private QueueListener CreateListener(Function function, QueueServiceClient service, string queueName)
    {
        var shared = services.GetRequiredService<QueueServices>();
        var wakeup = services.GetRequiredService<QueueWakeup>();
        var queue = service.GetQueueClient(queueName);
        var invoker = new FunctionInvoker(function.Method, QueueTriggerBinding.Arguments(function));
        var pipeline = new FunctionPipeline(function, invoker, services.GetRequiredService<FunctionMiddleware>());
        var processor = new QueueMessageProcessor(queue, PoisonQueue.Of(queueName, service, wakeup), pipeline, shared);
        return new QueueListener(queue, processor, wakeup.Listen(queueName), shared);
    }
}
