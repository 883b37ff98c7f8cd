using System.CommandLine;
using Microsoft.Extensions.Options;
using Peyk.Functions.Operations.Checks;
using Peyk.Runtime;

namespace Peyk.Functions.Cli;

/// <summary><c>doctor</c>.</summary>
internal static class DoctorCommand
{
    public static Command Create(TextWriter output, Func<IServiceProvider> services)
    {
        var command = new Command("doctor", "Checks settings, storage, providers, webhooks and clock; says what is wrong and how to mend it. It sends nothing.");
        command.SetAction(async (_, cancellationToken) =>
        {
            if (await TryStartAsync(services, output) is not { } doctor)
                return 1;
            var failed = 0;
            await foreach (var result in doctor.RunAsync(cancellationToken))
            {
                await output.WriteLineAsync(Line(result));
                failed += result.State == CheckState.Failed ? 1 : 0;
            }

            await output.WriteLineAsync(failed == 0 ? "Peyk can work." : $"Peyk cannot work yet: {failed} to mend.");
            return failed == 0 ? 0 : 1;
        });
        return command;
    }

    /// <summary>Null when the settings are so wrong that the app cannot even be put together.</summary>
    private static async Task<Doctor?> TryStartAsync(Func<IServiceProvider> services, TextWriter output)
    {
        try
        {
            return services().GetRequiredService<Doctor>();
        }
        catch (Exception e) when (e is StartRefusedException or OptionsValidationException)
        {
            await output.WriteLineAsync(Line(CheckResult.Failed("start", e.Message.TrimEnd('.'), "Set it as docs/settings.md says, and run this again.")));
            return null;
        }
    }

    private static string Line(CheckResult result)
    {
        var word = result.State switch
        {
            CheckState.Ok => "ok",
            CheckState.Warning => "note",
            CheckState.Failed => "FAIL",
            CheckState.Skipped => "skip",
        };
        return $"{word,-4}  {result.What}: {result.Detail}.{(result.Mend.Length > 0 ? " " + result.Mend : "")}";
    }
}
