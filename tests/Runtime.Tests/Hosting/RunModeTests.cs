using Microsoft.Extensions.Configuration;
using Peyk.Runtime.Hosting;

namespace Peyk.Runtime.Tests.Hosting;

public sealed class RunModeTests
{
    [Fact]
    public void Nothing_set_runs_self_hosted() => Decide().ShouldBe(RunMode.SelfHosted);

    [Theory]
    [InlineData("FUNCTIONS_CUSTOMHANDLER_PORT", RunMode.CustomHandler)]
    [InlineData("FUNCTIONS_HTTPWORKER_PORT", RunMode.CustomHandler)]
    [InlineData("Functions:Worker:HostEndpoint", RunMode.IsolatedWorker)]
    [InlineData("Functions:Worker:WorkerId", RunMode.IsolatedWorker)]
    public void The_hosts_own_setting_decides(string name, RunMode mode) => Decide((name, "x")).ShouldBe(mode);

    [Fact]
    public void The_command_line_of_the_host_means_an_isolated_worker() =>
        RunModeSignals.Decide(["--functions-uri", "http://127.0.0.1:1"]).ShouldBe(RunMode.IsolatedWorker);

    /// <summary>A developer's exported settings do not make a host.</summary>
    [Theory]
    [InlineData("dotnet-isolated")]
    [InlineData("custom")]
    public void The_worker_runtime_alone_says_nothing(string runtime) =>
        Decide(("FUNCTIONS_WORKER_RUNTIME", runtime)).ShouldBe(RunMode.SelfHosted);

    [Theory]
    [InlineData("FUNCTIONS_CUSTOMHANDLER_PORT", "Functions:Worker:HostEndpoint", "x")]
    [InlineData("FUNCTIONS_CUSTOMHANDLER_PORT", "FUNCTIONS_WORKER_RUNTIME", "dotnet-isolated")]
    [InlineData("Functions:Worker:HostEndpoint", "FUNCTIONS_WORKER_RUNTIME", "Custom")]
    public void Signals_that_contradict_each_other_are_refused_by_name(string one, string other, string value)
    {
        var refused = Should.Throw<StartRefusedException>(() => Decide((one, "x"), (other, value)));

        refused.Message.ShouldContain(one);
        refused.Message.ShouldContain(other);
    }

    private static RunMode Decide(params (string Name, string Value)[] settings) =>
        RunModeSignals.Decide(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => (string?)s.Value)).Build());
}
