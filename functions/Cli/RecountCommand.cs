using System.CommandLine;
using NodaTime.Text;
using Peyk.Functions.Reports;

namespace Peyk.Functions.Cli;

/// <summary><c>recount</c>.</summary>
internal static class RecountCommand
{
    public static Command Create(TextWriter output, Func<IServiceProvider> services)
    {
        var day = new Option<string>("--day") { Description = "Only this day of the organisation's zone, as 2026-11-22." };
        day.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !LocalDatePattern.Iso.Parse(token.Value).Success)
                result.AddError("The day is written as 2026-11-22.");
        });
        var command = new Command(
            "recount", "Counts what reports show anew, now instead of within ten minutes: today, the days that changed, and what was never counted.") { day };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var rollups = services().GetRequiredService<DeliveryRollups>();
            if (arguments.GetValue(day) is { } named)
            {
                var outcome = await rollups.CountAsync(LocalDatePattern.Iso.Parse(named).Value, cancellationToken);
                await output.WriteLineAsync(outcome switch
                {
                    DayCount.Changed => "The day has new figures.",
                    DayCount.Same => "The day's figures are what they were.",
                    DayCount.Lost => "Another instance counted the day meanwhile.",
                    DayCount.Frozen => "The day's log is over its time: its figures stay as they are.",
                });
                return;
            }

            var changed = await rollups.RunAsync(cancellationToken);
            await output.WriteLineAsync($"{changed} {(changed == 1 ? "day has" : "days have")} new figures.");
        });
        return command;
    }
}
