using System.CommandLine;
using Peyk.Functions.Delivery;

namespace Peyk.Functions.Cli;

/// <summary><c>purge</c>.</summary>
internal static class PurgeCommand
{
    /// <summary>A run that ends sooner has found nothing more to do: one that has stops by itself after this time or later.</summary>
    private static readonly TimeSpan HalfRun = TimeSpan.FromSeconds(20);

    public static Command Create(TextWriter output, Func<IServiceProvider> services)
    {
        var command = new Command(
            "purge", "Deletes now what is over its time (settings Retention__…), instead of a piece every ten minutes. Once the time is shortened, say.");
        command.SetAction(async (_, cancellationToken) =>
        {
            var (retention, time) = (services().GetRequiredService<Retention>(), services().GetRequiredService<TimeProvider>());
            var runs = 0;
            long started;
            do
            {
                started = time.GetTimestamp();
                await retention.RunAsync(cancellationToken);
                runs++;
            }
            while (time.GetElapsedTime(started) >= HalfRun);
            await output.WriteLineAsync($"What is over its time is deleted ({runs} {(runs == 1 ? "run" : "runs")}).");
        });
        return command;
    }
}
