using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Peyk.Runtime.CustomHandler;
using Peyk.Runtime.Discovery;
using Peyk.Runtime.Hosting;

namespace Peyk.Runtime;

/// <summary>Runs the <c>[Function]</c> methods of an assembly in the way that the environment asks for.</summary>
public static partial class FunctionHost
{
    /// <summary>
    /// Decides the <see cref="RunMode"/>, runs until the process is told to stop, and gives the exit code. Asked by the build for the
    /// files that the Functions host needs, it writes those instead (<see cref="FunctionFiles"/>).
    /// </summary>
    /// <returns>0 after an orderly stop; 1 when the start was refused, with the reason on standard error.</returns>
    public static async Task<int> RunAsync(string[] args, Assembly functions, Action<IHostApplicationBuilder> configure)
    {
        try
        {
            if (FunctionFiles.AreAskedFor(args))
            {
                FunctionFiles.Write(args, functions);
                return 0;
            }

            using var host = Build(RunModeSignals.Decide(args), args, functions, configure);
            await host.RunAsync();
            return 0;
        }
        catch (Exception e) when (Refusals(e) is [_, ..] refusals)
        {
            foreach (var refusal in refusals)
                await Console.Error.WriteLineAsync($"Not started: {refusal.Message}");
            return 1;
        }
    }

    /// <summary>What the configuration is to blame for; several sections that are wrong come together.</summary>
    private static IReadOnlyList<Exception> Refusals(Exception e) => e switch
    {
        StartRefusedException or OptionsValidationException => [e],
        AggregateException all when all.InnerExceptions.All(inner => inner is OptionsValidationException) => all.InnerExceptions,
        _ => [],
    };

    /// <summary>
    /// The self-hosted way, not yet started: the address is the one of <c>--urls</c> (port 0 takes a free one). Settings come from
    /// the command line, the environment and <c>local.settings.json</c>, in that order of precedence.
    /// </summary>
    /// <exception cref="StartRefusedException">A function or a setting is wrong; the message names it.</exception>
    public static WebApplication BuildSelfHosted(string[] args, Assembly functions, Action<IHostApplicationBuilder> configure) =>
        SelfHosted.Build(args, functions, configure);

    private static IHost Build(RunMode mode, string[] args, Assembly functions, Action<IHostApplicationBuilder> configure)
    {
        if (mode is RunMode.CustomHandler or RunMode.IsolatedWorker)
            RequireHostSettings(functions);
        var host = mode switch
        {
            RunMode.SelfHosted => BuildSelfHosted(args, functions, configure),
            RunMode.CustomHandler => CustomHandlers.Build(args, functions, configure),
            RunMode.IsolatedWorker => BuildIsolatedWorker(args, configure),
        };
        Log.Running(host.Services.GetLogger(), mode, functions.GetName().Name);
        return host;
    }

    private static void RequireHostSettings(Assembly functions)
    {
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        HostSettings.Require(FunctionCatalog.Find(functions.GetTypes()).WithoutDisabled(environment), environment);
    }

    private static IHost BuildIsolatedWorker(string[] args, Action<IHostApplicationBuilder> configure)
    {
        IHost? host = null;
        BuildOfficialWorker(args, configure, ref host);
        return host ?? throw new StartRefusedException(
            "The Azure Functions host started this process as an isolated worker, but it was built without the official packages. "
            + "Build it with -p:OfficialPackages=true.");
    }

    /// <summary>Implemented in the one file that is compiled only with the official packages; without it, the host stays null.</summary>
    static partial void BuildOfficialWorker(string[] args, Action<IHostApplicationBuilder> configure, ref IHost? host);

    private static ILogger GetLogger(this IServiceProvider services) =>
        ((ILoggerFactory)services.GetService(typeof(ILoggerFactory))!).CreateLogger(typeof(FunctionHost).FullName!);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Running {Assembly} in mode {Mode}")]
        public static partial void Running(ILogger logger, RunMode mode, string? assembly);
    }
}
