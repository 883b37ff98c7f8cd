using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Peyk.Local;

namespace Peyk.Functions.Tests.Hosting;

/// <summary>What the Functions host takes literally where our own runtime is lenient.</summary>
public sealed partial class FunctionsHostTests
{
    [Fact]
    public void Every_GET_function_lists_HEAD_which_the_host_would_not_pass_on_otherwise()
    {
        var silent =
            from parameter in Parameters()
            let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
            where trigger?.Methods?.Contains("get") == true && !trigger.Methods.Contains("head")
            select trigger.Route;

        silent.ShouldBeEmpty();
    }

    [Fact]
    public void Every_setting_in_a_schedule_or_queue_name_is_in_the_sample_because_the_host_does_not_know_our_defaults()
    {
        var sample = JsonNode.Parse(
            File.ReadAllText(Path.Combine(Repository.Root, "local.settings.sample.json")),
            documentOptions: new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip })!["Values"]!.AsObject();
        var names =
            from parameter in Parameters()
            let text = parameter.GetCustomAttribute<TimerTriggerAttribute>()?.Schedule ?? parameter.GetCustomAttribute<QueueTriggerAttribute>()?.QueueName
            where text is not null
            from Match name in SettingName().Matches(text)
            select name.Groups[1].Value;

        names.ShouldNotBeEmpty();
        names.ShouldBeSubsetOf(sample.Select(value => value.Key));
    }

    private static IEnumerable<ParameterInfo> Parameters() =>
        from method in typeof(PeykApp).Assembly.GetTypes().SelectMany(type => type.GetMethods())
        where method.GetCustomAttribute<FunctionAttribute>() is not null
        from parameter in method.GetParameters()
        select parameter;

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex SettingName();
}
