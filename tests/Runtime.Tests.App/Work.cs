using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace Peyk.Runtime.Tests.App;

/// <summary>Says on standard output which messages it worked on, each for the time in the setting <c>WorkMilliseconds</c>.</summary>
public sealed class Work(IConfiguration settings)
{
    [Function(nameof(Work))]
    public async Task Run([QueueTrigger("%WorkQueue%")] string message, CancellationToken cancellationToken)
    {
        Console.WriteLine($"begun {message}");
        await Task.Delay(int.Parse(settings["WorkMilliseconds"] ?? "0"), cancellationToken);
        Console.WriteLine($"done {message}");
    }
}
