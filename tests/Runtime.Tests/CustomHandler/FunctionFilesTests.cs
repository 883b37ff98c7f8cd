using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Peyk.Runtime.CustomHandler;
using Peyk.Runtime.Discovery;
using Peyk.Runtime.Hosting;

namespace Peyk.Runtime.Tests.CustomHandler;

public sealed class FunctionFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("peyk-publish-").FullName;

    public FunctionFilesTests() => File.Copy(Path.Combine(AppContext.BaseDirectory, "host.json"), Path.Combine(_folder, "host.json"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_function_gets_its_file()
    {
        Write();

        Directory.EnumerateFiles(_folder, "function.json", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder, file))
            .ShouldBe(["Tick/function.json", "Work/function.json"], ignoreOrder: true);
    }

    [Fact]
    public void A_function_that_is_no_more_loses_its_file_and_other_folders_are_left_alone()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "Renamed"));
        File.WriteAllText(Path.Combine(_folder, "Renamed", "function.json"), "{}");
        Directory.CreateDirectory(Path.Combine(_folder, "Templates"));

        Write();

        Directory.EnumerateDirectories(_folder).Select(Path.GetFileName).ShouldBe(["Templates", "Tick", "Work"], ignoreOrder: true);
    }

    [Fact]
    public void Host_json_names_the_executable_and_asks_for_proxying()
    {
        Write();

        var host = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, "host.json")))!;
        ((string?)host["customHandler"]!["description"]!["defaultExecutablePath"]).ShouldBe("Some.App");
        ((bool)host["customHandler"]!["enableProxyingHttpRequest"]!).ShouldBeTrue();
        ((string?)host["extensionBundle"]!["id"]).ShouldBe("Microsoft.Azure.Functions.ExtensionBundle");
        ((string?)host["extensions"]!["queues"]!["messageEncoding"]).ShouldBe("none");
    }

    [Fact]
    public void Host_json_serves_the_self_hosted_way_as_before()
    {
        var before = Read();

        Write();
        Write();

        Read().ShouldBe(before);
    }

    [Theory]
    [InlineData(typeof(HandlerFunctions), "TickMin", """{"type":"timerTrigger","direction":"in","name":"myTimer","schedule":"0 * * * * *","useMonitor":true,"runOnStartup":false}""")]
    [InlineData(typeof(Timers.UnmonitoredTimer), "Hourly", """{"type":"timerTrigger","direction":"in","name":"timer","schedule":"%Schedule%","useMonitor":false,"runOnStartup":false}""")]
    [InlineData(typeof(HandlerFunctions), "Text", """{"type":"queueTrigger","direction":"in","name":"message","queueName":"text","connection":"AzureWebJobsStorage"}""")]
    [InlineData(typeof(Queues.NamedQueue), "Named", """{"type":"queueTrigger","direction":"in","name":"message","queueName":"named-%Stage%","connection":"Other"}""")]
    [InlineData(typeof(Http.HttpFunctions), "Guid", """{"type":"httpTrigger","direction":"in","name":"request","authLevel":"anonymous","route":"guids/{id:guid}","methods":["get","head"]}""")]
    [InlineData(typeof(Http.HttpFunctions), "Any", """{"type":"httpTrigger","direction":"in","name":"request","authLevel":"anonymous","route":"Any"}""")]
    public void A_trigger_is_written_as_the_host_reads_it(Type type, string function, string expected)
    {
        var json = FunctionJson.Of(FunctionCatalog.Find([type]).Functions.Single(found => found.Name == function));

        json["bindings"]![0]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).ShouldBe(expected);
    }

    /// <summary>With a third binding the host would not proxy its requests.</summary>
    [Fact]
    public void An_HTTP_function_has_a_request_and_an_answer_and_nothing_else()
    {
        var json = FunctionJson.Of(FunctionCatalog.Find([typeof(HandlerFunctions)]).Functions.Single(found => found.Name == "Greet"));

        json["bindings"]!.AsArray().Select(binding => (string?)binding!["type"]).ShouldBe(["httpTrigger", "http"]);
    }

    [Fact]
    public void A_function_that_could_not_be_served_is_not_published() =>
        Should.Throw<StartRefusedException>(() => FunctionJson.Of(FunctionCatalog.Find([typeof(Discovery.RefusedFunctions.QueueGivesText)]).Functions[0]));

    private void Write() => FunctionFiles.Write([FunctionFiles.Command, _folder, "Some.App"], typeof(App.Work).Assembly);

    private HostJson Read() => HostJson.Read(_folder, new ConfigurationBuilder().Build());
}
