using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared.Storage;
using Peyk.Functions.Tests.Settings;
using Peyk.Local;

namespace Peyk.Functions.Tests.Infra;

/// <summary>The template against the code: what is added to one without the other is found here.</summary>
public sealed class TemplateCompletenessTests
{
    /// <summary>What the platform and the runtime read, apart from the app's own sections.</summary>
    private static readonly string[] Platform =
    [
        "AzureWebJobsStorage__credential", "AzureWebJobsStorage__clientId", "AzureWebJobsStorage__blobServiceUri",
        "AzureWebJobsStorage__queueServiceUri", "AzureWebJobsStorage__tableServiceUri",
        "APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "OTEL_EXPORTER_OTLP_ENDPOINT",
        "Peyk__KeyVaultUri",
    ];

    private static BicepFile App => Deployment.Module("app");

    private static IReadOnlySet<string> Set => App.SettingKeys.Concat(App.Strings("vaultSettings")).ToHashSet();

    [Fact]
    public void The_template_creates_every_table_and_queue_and_no_other()
    {
        Deployment.Module("storage").Strings("tableNames").ShouldBe(Tables.All, ignoreOrder: true);
        Deployment.Module("storage").Strings("queueNames").ShouldBe(Queues.All, ignoreOrder: true);
    }

    [Fact]
    public void Each_setting_that_the_app_cannot_start_without_is_set_by_the_template() =>
        AppSettings.All.Where(s => s.IsRequired).Select(s => s.Name).ShouldBeSubsetOf(Set);

    [Fact]
    public void The_storage_is_opened_by_identity_and_callers_are_known_behind_the_front_end()
    {
        Platform.ShouldBeSubsetOf(Set);
        Deployment.All.ShouldAllBe(f => !File.ReadAllText(f.Path).Contains("listKeys", StringComparison.Ordinal));
        File.ReadAllText(Deployment.Main.Path).ShouldContain("param trustedProxyHops int = 1");
    }

    [Fact]
    public void What_the_host_looks_up_for_triggers_is_set_by_the_template()
    {
        var text = string.Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "functions"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var names = Regex.Matches(text, "Trigger\\(\"%(\\w+)%").Select(m => m.Groups[1].Value).Distinct().ToList();

        names.ShouldContain("SweepSchedule");
        names.ShouldAllBe(name => File.ReadAllText(App.Path).Contains($"      {name}: '", StringComparison.Ordinal));
    }

    [Fact]
    public void The_template_sets_nothing_that_nobody_reads()
    {
        var known = AppSettings.All.Select(s => s.Name).Concat(Platform).ToHashSet();

        Set.Where(name => !known.Contains(name) && !AppSettings.All.Any(s => s.Key != null && name.StartsWith(s.Name + "__", StringComparison.Ordinal)))
            .ShouldBeEmpty();
    }

    [Fact]
    public void What_is_confidential_is_in_the_vault_alone() =>
        App.SettingKeys.Intersect(AppSettings.Confidential).ShouldBeEmpty();

    [Fact]
    public void Required_settings_that_are_confidential_are_in_the_vault() =>
        AppSettings.All.Where(s => s.IsRequired && AppSettings.Confidential.Contains(s.Name)).Select(s => s.Name)
            .ShouldBeSubsetOf(App.Strings("vaultSettings"));

    [Fact]
    public void Functions_that_are_kept_ready_exist()
    {
        var functions = typeof(PeykApp).Assembly.GetTypes().SelectMany(t => t.GetMethods())
            .Select(m => m.GetCustomAttribute<FunctionAttribute>()?.Name).OfType<string>().ToHashSet();
        var ready = Regex.Matches(Deployment.Read("main.prod.bicepparam"), "function:(\\w+)").Select(m => m.Groups[1].Value).ToList();

        ready.ShouldNotBeEmpty();
        ready.ShouldBeSubsetOf(functions);
    }

    [Fact]
    public void Alerts_ask_for_metrics_that_the_app_has_and_docs_tell_of_each()
    {
        var text = File.ReadAllText(Deployment.Module("alerts").Path);
        var source = File.ReadAllText(Path.Combine(Repository.Root, "functions", "Operations", "Telemetry.cs"))
            + string.Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "runtime"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var manual = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));

        Regex.Matches(text, "\"(peyk\\.[a-z_.]+)\"").Select(m => m.Value).ShouldAllBe(metric => source.Contains(metric, StringComparison.Ordinal));
        Regex.Matches(text, "^    name: '([a-z-]+)'", RegexOptions.Multiline).Select(m => m.Groups[1].Value)
            .ShouldAllBe(alert => manual.Contains($"`{alert}`", StringComparison.Ordinal));
        Telemetry.Name.ShouldBe("Peyk");
    }
}
