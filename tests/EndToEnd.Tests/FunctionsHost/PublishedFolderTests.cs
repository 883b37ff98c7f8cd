using System.Reflection;
using System.Runtime.Versioning;
using Microsoft.Azure.Functions.Worker;
using Peyk.EndToEnd.Tests.Guarantees;
using Peyk.Functions;

namespace Peyk.EndToEnd.Tests.FunctionsHost;

/// <summary>What lies in the folder, before anything is started.</summary>
[SupportedOSPlatform("linux")]
[Collection(nameof(OneAtATime))]
public sealed class PublishedFolderTests
{
    [Fact]
    public async Task Every_function_has_its_file_and_no_other_has_one()
    {
        var written =
            from method in typeof(PeykApp).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            let name = method.GetCustomAttribute<FunctionAttribute>()?.Name
            where name is not null
            select name;

        (await PublishedApp.GetAsync()).Functions.Select(function => function.Name).ShouldBe(written, ignoreOrder: true);
    }

    [Fact]
    public async Task The_executable_may_be_executed_and_brings_its_runtime_along()
    {
        var app = await PublishedApp.GetAsync();
        var executable = app.PathOf((string)app.HostJson["customHandler"]!["description"]!["defaultExecutablePath"]!);

        (File.GetUnixFileMode(executable) & UnixFileMode.UserExecute).ShouldBe(UnixFileMode.UserExecute);
        File.Exists(app.PathOf("libcoreclr.so")).ShouldBeTrue();
    }

    [Fact]
    public async Task Nothing_of_a_developers_machine_is_in_it() =>
        Directory.EnumerateFiles((await PublishedApp.GetAsync()).Folder).Select(Path.GetFileName)
            .ShouldNotContain(name => name == "local.settings.json" || name == "web.config" || name!.EndsWith(".xml", StringComparison.Ordinal));
}
