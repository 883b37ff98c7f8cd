using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace Peyk.Runtime.Tests.App;

/// <summary>Says on standard output at which second it ran, then works for the time in the setting <c>TickMilliseconds</c>.</summary>
public sealed class Tick(IConfiguration settings, TimeProvider time)
{
    [Function(nameof(Tick))]
    public async Task Run([TimerTrigger("%TickSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        Console.WriteLine($"tick {time.GetUtcNow().ToUnixTimeSeconds()}");
        await Task.Delay(int.Parse(settings["TickMilliseconds"] ?? "0"), cancellationToken);
        Console.WriteLine($"tock {time.GetUtcNow().ToUnixTimeSeconds()}");
    }
}
