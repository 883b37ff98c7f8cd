using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Peyk.Local;
using Peyk.Runtime.Tests.Support;
using Peyk.Testing;

namespace Peyk.Runtime.Tests.CustomHandler;

/// <summary>The process as the Functions host starts it and ends it.</summary>
public sealed class HandlerProcessTests : IDisposable
{
    private readonly string _port = $"{AppProcess.FreePort()}";
    private readonly HttpClient _http = new();

    public HandlerProcessTests() => _http.BaseAddress = new Uri($"http://127.0.0.1:{_port}");

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("FUNCTIONS_CUSTOMHANDLER_PORT")]
    [InlineData("FUNCTIONS_HTTPWORKER_PORT")]
    public async Task It_listens_on_the_port_that_the_host_names_and_says_its_mode(string setting)
    {
        await using var process = Start((setting, _port));
        await AnswersAsync(process);

        process.Output.ShouldContain("mode CustomHandler");
    }

    [Fact]
    public async Task A_stop_waits_for_the_invocation_under_way()
    {
        await using var process = Start(("FUNCTIONS_CUSTOMHANDLER_PORT", _port), ("WorkMilliseconds", "1500"));
        await AnswersAsync(process);
        var invocation = _http.PostAsync("/Work", new StringContent(HostCalls.Message("last"), Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json")));
        await Wait.UntilAsync(() => process.Said("begun").Count == 1, what: process.Output);

        (await process.TerminateAsync()).ShouldBe(0, process.Output);

        using var answer = await invocation;
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        process.Said("done").ShouldBe(["last"]);
    }

    /// <summary>The host would leave the function out without a word that anybody reads.</summary>
    [Fact]
    public async Task A_setting_that_the_host_needs_and_lacks_refuses_the_start_by_name()
    {
        await using var process = TestProcess.Start(("FUNCTIONS_CUSTOMHANDLER_PORT", _port), ("WorkQueue", "work"));

        (await process.WaitForExitAsync()).ShouldBe(1);
        process.Output.ShouldContain("TickSchedule (of Tick)");
        process.Output.ShouldNotContain("WorkQueue");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("70000")]
    [InlineData("-1")]
    public void A_port_that_is_none_is_refused_by_name(string port) =>
        Should.Throw<StartRefusedException>(() => Runtime.CustomHandler.CustomHandlers.Build(
                ["--FUNCTIONS_CUSTOMHANDLER_PORT=" + port], typeof(HandlerFunctions).Assembly, [typeof(HandlerFunctions)], _ => { }))
            .Message.ShouldContain("FUNCTIONS_CUSTOMHANDLER_PORT");

    private static TestProcess Start(params (string Name, string Value)[] settings) =>
        TestProcess.Start([("WorkQueue", "work"), ("TickSchedule", "0 * * * * *"), .. settings]);

    private Task AnswersAsync(TestProcess process) => Wait.UntilAsync(
        async () =>
        {
            try
            {
                using var answer = await _http.GetAsync("/");
                return true;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        what: "an answer: " + process.Output);
}
