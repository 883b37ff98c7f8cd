using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Peyk.Local;

namespace Peyk.Functions.Tests.Infra;

public sealed class TemplateTests
{
    /// <summary>Built-in roles of Azure, and why the app has them.</summary>
    private static readonly Dictionary<string, string> Roles = new()
    {
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner: the host's locks and packages, the timers",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "Key Vault Secrets User",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
    };

    [Fact]
    public void Every_module_is_there_and_used()
    {
        var used = Deployment.All.SelectMany(f => f.Modules.Select(m => Path.GetFullPath(f.FullPathOf(m)))).ToList();

        used.ShouldAllBe(path => File.Exists(path));
        Deployment.All.Select(f => Path.GetFullPath(f.Path)).Where(p => p != Path.GetFullPath(Deployment.Main.Path)).ShouldBe(used, ignoreOrder: true);
    }

    [Fact]
    public void Modules_get_the_parameters_that_they_declare_and_all_that_they_require()
    {
        foreach (var file in Deployment.All)
        {
            foreach (var module in file.Modules)
            {
                var declared = BicepFile.Read(file.FullPathOf(module)).Parameters;
                module.Passed.ShouldBeSubsetOf(declared.Select(p => p.Name), module.Name);
                declared.Where(p => !p.HasDefault).Select(p => p.Name).ShouldBeSubsetOf(module.Passed, module.Name);
            }
        }
    }

    [Fact]
    public void Outputs_that_are_used_are_declared()
    {
        foreach (var file in Deployment.All)
        {
            foreach (var (name, output) in file.OutputsUsed)
            {
                var module = file.Modules.Single(m => m.Name == name);
                BicepFile.Read(file.FullPathOf(module)).Outputs.ShouldContain(output, name);
            }
        }
    }

    [Theory]
    [InlineData("main.dev.bicepparam")]
    [InlineData("main.prod.bicepparam")]
    public void Parameter_files_name_what_the_template_declares_and_all_that_it_requires(string file)
    {
        var text = Deployment.Read(file);
        var given = Regex.Matches(text, @"^param (\w+) =", RegexOptions.Multiline).Select(m => m.Groups[1].Value).ToList();

        text.ShouldContain("using './main.bicep'");
        ShouldFit(given);
    }

    [Fact]
    public void The_parameters_of_azd_fit_the_template()
    {
        var given = JsonNode.Parse(Deployment.Read("main.parameters.json"))!["parameters"]!.AsObject().Select(p => p.Key);

        ShouldFit([.. given]);
        var azd = File.ReadAllText(Path.Combine(Repository.Root, "azure.yaml"));
        azd.ShouldContain("path: infra/bicep");
        azd.ShouldContain("project: functions");
    }

    [Fact]
    public void Roles_are_the_known_ones_and_no_more() =>
        Deployment.All.SelectMany(f => f.Guids).ShouldBe(Roles.Keys, ignoreOrder: true);

    [Fact]
    public void A_resource_type_has_one_version_throughout()
    {
        var versions = Deployment.All.SelectMany(f => f.Resources).Distinct().Select(r => r.Split('@')).GroupBy(r => r[0]);

        versions.Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty();
    }

    [Fact]
    public void No_parameter_file_and_no_output_has_anything_confidential()
    {
        string[] files = ["main.dev.bicepparam", "main.prod.bicepparam", "main.parameters.json"];
        string[] confidential = ["AuthToken", "ApiKey\"", "MasterKeys", "LookupKey", "SigningKey", "apiKeySecret"];

        foreach (var file in files)
            confidential.ShouldAllBe(word => !Deployment.Read(file).Contains(word, StringComparison.OrdinalIgnoreCase), file);
        Deployment.All.SelectMany(f => f.Outputs).ShouldAllBe(name => !Regex.IsMatch(name, "key|secret|token|connection|password", RegexOptions.IgnoreCase));
    }

    private static void ShouldFit(IReadOnlyList<string> given)
    {
        given.ShouldBeSubsetOf(Deployment.Main.Parameters.Select(p => p.Name));
        Deployment.Main.Parameters.Where(p => !p.HasDefault).Select(p => p.Name).ShouldBeSubsetOf(given);
    }
}
