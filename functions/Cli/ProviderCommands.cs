using System.CommandLine;
using Peyk.Functions.Operations.Checks;
using Peyk.Functions.Operations.Providers;

namespace Peyk.Functions.Cli;

/// <summary><c>providers setup</c>.</summary>
internal static class ProviderCommands
{
    public static Command Create(TextWriter output, Func<IServiceProvider> services) => new("providers", "Twilio and SendGrid.")
    {
        Setup(output, services),
    };

    private static Command Setup(TextWriter output, Func<IServiceProvider> services)
    {
        var apply = new Option<bool>("--apply") { Description = "Change it. Without this it only says what it would change." };
        var mailHost = new Option<string?>("--mail-host") { Description = "Host whose mails SendGrid shall take for us, as replies.example.org." };
        var command = new Command("setup", "Registers our addresses with the providers. It may run any number of times.") { apply, mailHost };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var (failed, open) = (0, 0);
            var setup = services().GetRequiredService<Doctor>().Setup(arguments.GetValue(apply));
            await foreach (var step in setup.RunAsync(arguments.GetValue(mailHost), cancellationToken))
            {
                await output.WriteLineAsync($"{Word(step.State),-5}  {step.What}: {step.Detail}");
                failed += step.State == SetupState.Failed ? 1 : 0;
                open += step.State == SetupState.ToDo ? 1 : 0;
            }

            if (open > 0)
                await output.WriteLineAsync("Nothing was changed. To do it: providers setup --apply");
            return failed == 0 ? 0 : 1;
        });
        return command;
    }

    private static string Word(SetupState state) => state switch
    {
        SetupState.Ok => "ok",
        SetupState.ToDo => "to do",
        SetupState.Done => "done",
        SetupState.Skipped => "skip",
        SetupState.Failed => "FAIL",
    };
}
