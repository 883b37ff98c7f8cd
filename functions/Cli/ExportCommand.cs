using System.CommandLine;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Cli;

/// <summary><c>export</c>: what became of notifications, as JSON lines without anything personal.</summary>
internal static class ExportCommand
{
    public static Command Create(TextWriter output, Func<IServiceProvider> services)
    {
        var from = Day("from", "First day of acceptance, of the organisation's zone, as 2026-11-01.");
        var to = Day("to", "Last day, itself included.");
        var command = new Command(
            "export", "Writes notifications with deliveries and log as JSON lines to the standard output: no address, name, text, reference or case.") { from, to };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var (first, last) = (LocalDatePattern.Iso.Parse(arguments.GetValue(from)!).Value, LocalDatePattern.Iso.Parse(arguments.GetValue(to)!).Value);
            for (var day = first; day <= last; day = day.PlusDays(1))
                await ExportAsync(day, output, services(), cancellationToken);
        });
        return command;
    }

    private static async Task ExportAsync(LocalDate day, TextWriter output, IServiceProvider services, CancellationToken cancellationToken)
    {
        var (store, logs) = (services.GetRequiredService<NotificationStore>(), services.GetRequiredService<LogVerification>());
        for (var shard = 0; shard < NotificationKeys.Shards; shard++)
        {
            await foreach (var stored in store.ReadPartitionAsync(NotificationKeys.Partition(day, shard), cancellationToken))
            {
                // Without its content a notification has neither reference nor case.
                var view = NotificationView.Of(stored, null, logs.Verify(stored), _ => "");
                await output.WriteLineAsync(JsonSerializer.Serialize(view, HttpJson.Readable.NotificationView));
            }
        }
    }

    private static Argument<string> Day(string name, string description)
    {
        var day = new Argument<string>(name) { Description = description };
        day.Validators.Add(result =>
        {
            if (!LocalDatePattern.Iso.Parse(result.Tokens[0].Value).Success)
                result.AddError($"{name} is written as 2026-11-22.");
        });
        return day;
    }
}
