using System.CommandLine;
using Azure;
using Microsoft.Extensions.Options;
using Peyk.Runtime;

namespace Peyk.Functions.Cli;

/// <summary>
/// Commands for operators. They run in the app's own executable, with the app's own settings, and start neither web server nor
/// queue listeners: <c>dotnet run --project functions -- keys list</c>.
/// </summary>
public static class CommandLine
{
    /// <summary>True when the arguments begin with a command; otherwise they are settings of the host.</summary>
    public static bool Has(string[] args) => args.Length > 0 && Root(TextWriter.Null, NoServices).Subcommands.Any(c => c.Name == args[0]);

    /// <returns>0 when the command did its work.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        // Built when a command asks for it: checking a receipt needs no settings.
        var app = new Lazy<WebApplication>(() => FunctionHost.BuildSelfHosted([], typeof(PeykApp).Assembly, PeykApp.Configure));
        try
        {
            return await RunAsync(args, () => app.Value.Services, Console.Out, Console.Error);
        }
        finally
        {
            if (app.IsValueCreated)
                await app.Value.DisposeAsync();
        }
    }

    internal static async Task<int> RunAsync(string[] args, Func<IServiceProvider> services, TextWriter output, TextWriter error)
    {
        try
        {
            return await Root(output, services).Parse(args).InvokeAsync(new() { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (e is StartRefusedException or OptionsValidationException)
        {
            await error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            await error.WriteLineAsync($"The storage does not answer ({e.GetType().Name}). The command doctor looks for the cause.");
            return 1;
        }
    }

    private static RootCommand Root(TextWriter output, Func<IServiceProvider> services) => new("Peyk, the notification system: commands for operators.")
    {
        KeyCommands.Create(output, services),
        CallbackCommands.Create(output, services),
        DeadLetterCommands.Create(output, services),
        VerifyCommands.Create(output, services),
        ExportCommand.Create(output, services),
        PurgeCommand.Create(output, services),
        RecountCommand.Create(output, services),
        PauseCommands.Pause(output, services),
        PauseCommands.Resume(output, services),
        ProviderCommands.Create(output, services),
        DoctorCommand.Create(output, services),
    };

    private static IServiceProvider NoServices() => throw new InvalidOperationException("No command runs here.");
}
