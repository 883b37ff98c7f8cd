using Microsoft.Extensions.Configuration;

namespace Peyk.Runtime.Hosting;

/// <summary>
/// Reads from the environment and the command line who started this process. The host names a port to a custom handler, and
/// a gRPC address to an isolated worker; nobody else sets either.
/// </summary>
internal static class RunModeSignals
{
    /// <summary>The current name and the old one; a host sets both.</summary>
    internal static readonly string[] HandlerPorts = ["FUNCTIONS_CUSTOMHANDLER_PORT", "FUNCTIONS_HTTPWORKER_PORT"];

    private static readonly Dictionary<string, string> WorkerSwitches = new()
    {
        ["--functions-uri"] = "Functions:Worker:HostEndpoint",
        ["--functions-worker-id"] = "Functions:Worker:WorkerId",
        ["--functions-request-id"] = "Functions:Worker:RequestId",
    };

    public static RunMode Decide(string[] args) =>
        Decide(new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args, WorkerSwitches).Build());

    /// <exception cref="StartRefusedException">The signals contradict each other.</exception>
    public static RunMode Decide(IConfiguration environment)
    {
        var handlerPort = HandlerPorts.FirstOrDefault(name => IsSet(environment, name));
        var workerSetting = WorkerSwitches.Values.FirstOrDefault(name => IsSet(environment, name));
        var runtime = environment["FUNCTIONS_WORKER_RUNTIME"];

        if (handlerPort is not null && workerSetting is not null)
            throw Conflict(handlerPort, workerSetting);
        if (handlerPort is not null && string.Equals(runtime, "dotnet-isolated", StringComparison.OrdinalIgnoreCase))
            throw Conflict(handlerPort, "FUNCTIONS_WORKER_RUNTIME=dotnet-isolated");
        if (workerSetting is not null && string.Equals(runtime, "custom", StringComparison.OrdinalIgnoreCase))
            throw Conflict(workerSetting, "FUNCTIONS_WORKER_RUNTIME=custom");

        return (handlerPort, workerSetting) switch
        {
            (not null, _) => RunMode.CustomHandler,
            (_, not null) => RunMode.IsolatedWorker,
            _ => RunMode.SelfHosted,
        };
    }

    private static bool IsSet(IConfiguration environment, string name) => !string.IsNullOrEmpty(environment[name]);

    private static StartRefusedException Conflict(string one, string other) =>
        new($"{one} and {other} are both set, but each means another way to run. Remove one of them.");
}
