using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Peyk.Local;

namespace Peyk.Functions.Tests.Settings;

/// <summary>
/// The list of settings in docs/settings.md is what the options classes say of themselves. After a change of those:
/// <c>PEYK_REFRESH_SETTINGS=true dotnet test tests/Functions.Tests --filter SettingsDocument</c>.
/// </summary>
public sealed partial class SettingsDocumentTests
{
    private const string Begin = "<!-- The lists from here on are written by a test. -->\n";

    private static readonly string Document = Path.Combine(Repository.Root, "docs", "settings.md");
    private static readonly string Sample = Path.Combine(Repository.Root, "local.settings.sample.json");

    [Fact]
    public void The_document_lists_every_setting_as_it_is()
    {
        var text = File.ReadAllText(Document);
        var kept = text[..(text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)];
        var expected = kept + Lists();
        if (Environment.GetEnvironmentVariable("PEYK_REFRESH_SETTINGS") == "true")
            File.WriteAllText(Document, expected);

        text.ShouldBe(expected);
    }

    [Fact]
    public void Every_options_class_is_a_section_that_is_checked_at_start_and_by_the_doctor()
    {
        var classes = typeof(PeykApp).Assembly.GetTypes()
            .Where(t => t.Name.EndsWith("Options", StringComparison.Ordinal) && t.GetField("Section") is not null);

        AppSettings.All.Select(s => s.Property.DeclaringType!).Distinct().Where(t => t.Assembly == typeof(PeykApp).Assembly)
            .ShouldBe(classes, ignoreOrder: true);
    }

    [Fact]
    public void The_sample_has_every_required_setting_each_with_a_comment_and_no_unknown_one()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Sample), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var names = json.RootElement.GetProperty("Values").EnumerateObject().Select(v => v.Name).ToList();
        var known = AppSettings.All.Select(s => s.Name).ToHashSet();

        AppSettings.All.Where(s => s.IsRequired).Select(s => s.Name).ShouldBeSubsetOf(names);
        names.Where(n => n.Contains("__", StringComparison.Ordinal))
            .ShouldAllBe(n => known.Contains(n) || AppSettings.All.Any(s => s.Key != null && n.StartsWith(s.Name + "__", StringComparison.Ordinal)));
        Uncommented().Matches(File.ReadAllText(Sample)).Select(m => m.Groups[1].Value).ShouldBeEmpty();
    }

    private static string Lists()
    {
        var text = new StringBuilder();
        var summaries = Summaries();
        foreach (var section in AppSettings.All.GroupBy(s => s.Property.DeclaringType!))
        {
            text.Append($"\n## `{section.First().Name[..section.First().Name.LastIndexOf("__", StringComparison.Ordinal)]}__…`\n");
            text.Append($"{summaries[$"T:{section.Key.FullName}"]}\n\n| Setting | Default | Bounds | |\n|---|---|---|---|\n");
            foreach (var setting in section)
            {
                var name = setting.Key is { } key ? $"{setting.Name}__{key}" : setting.Name;
                var kind = (setting.IsRequired, AppSettings.Confidential.Contains(setting.Name)) switch
                {
                    (true, true) => "**required**, vault",
                    (true, false) => "**required**",
                    (false, true) => "none, vault",
                    _ => setting.Default.Length == 0 ? "none" : $"`{setting.Default}`",
                };
                text.Append($"| `{name}` | {kind} | {setting.Bounds} | {summaries[$"P:{setting.Property.DeclaringType!.FullName}.{setting.Property.Name}"]} |\n");
            }
        }

        return text.ToString();
    }

    private static Dictionary<string, string> Summaries() =>
        new[] { typeof(PeykApp).Assembly, typeof(Peyk.Runtime.FunctionHost).Assembly }
            .SelectMany(a => XDocument.Load(Path.ChangeExtension(a.Location, ".xml")).Descendants("member"))
            .Where(m => m.Element("summary") is not null && ((string)m.Attribute("name")!)[0] is 'T' or 'P')
            .DistinctBy(m => (string)m.Attribute("name")!) // What is generated has one name in both.
            .ToDictionary(m => (string)m.Attribute("name")!, m => Plain(m.Element("summary")!));

    private static string Plain(XElement summary)
    {
        foreach (var see in summary.Descendants("see").ToList())
            see.ReplaceWith($"`{((string?)see.Attribute("cref") ?? (string?)see.Attribute("langword") ?? see.Value).Split('.')[^1]}`");
        foreach (var code in summary.Descendants("c").ToList())
            code.ReplaceWith($"`{code.Value}`");
        return Spaces().Replace(summary.Value, " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("""(?<!//[^\n]*)\n\s+"([A-Za-z_]+)": (?!\{|false)""")]
    private static partial Regex Uncommented();
}
