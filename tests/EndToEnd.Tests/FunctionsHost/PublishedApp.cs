using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Peyk.Local;

namespace Peyk.EndToEnd.Tests.FunctionsHost;

/// <summary>What <c>dotnet publish functions -c Release</c> makes, once per run of the tests.</summary>
internal sealed partial class PublishedApp
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);
    private static readonly Lazy<Task<PublishedApp>> Once = new(PublishAsync);

    private PublishedApp(string folder) => Folder = folder;

    public string Folder { get; }

    public JsonObject HostJson => Read("host.json");

    /// <summary>The functions that the host would find: every folder with a function.json.</summary>
    public IReadOnlyList<PublishedFunction> Functions =>
        [.. Directory.EnumerateDirectories(Folder).Select(Path.GetFileName).Where(name => File.Exists(PathOf(name!, "function.json")))
            .Select(name => new PublishedFunction(name!, Read(name!, "function.json")))];

    /// <summary>The settings that schedules and queue names refer to, as local.settings.sample.json has them: without them the host leaves functions out.</summary>
    public IEnumerable<KeyValuePair<string, string>> SettingsOfTheHost
    {
        get
        {
            var sample = JsonNode.Parse(
                File.ReadAllText(Path.Combine(Repository.Root, "local.settings.sample.json")),
                documentOptions: new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip })!["Values"]!;
            return Functions
                .SelectMany(function => SettingName().Matches(function.Trigger.ToJsonString()))
                .Select(setting => setting.Groups[1].Value)
                .Distinct()
                .Select(name => KeyValuePair.Create(name, (string)sample[name]!));
        }
    }

    public static Task<PublishedApp> GetAsync() => Once.Value;

    public string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>With obj and bin of its own, so that it disturbs no build; kept, so that a second run is quick.</summary>
    private static async Task<PublishedApp> PublishAsync()
    {
        var artifacts = Path.Combine(Repository.Root, "artifacts", "published-by-tests");
        var folder = Path.Combine(artifacts, "app");
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "publish", "functions", "-c", "Release", "-v", "quiet", "-nologo", "-nodeReuse:false",
                "-p:RunAnalyzers=false", $"-p:ArtifactsPath={artifacts}", "-o", folder,
            },
            WorkingDirectory = Repository.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // dotnet test hands its own MSBuild on to its children.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name == "OfficialPackages").ToList())
            start.Environment.Remove(name);

        using var publish = Process.Start(start)!;
        using var bound = new CancellationTokenSource(Bound);
        try
        {
            var said = await Task.WhenAll(publish.StandardOutput.ReadToEndAsync(bound.Token), publish.StandardError.ReadToEndAsync(bound.Token));
            await publish.WaitForExitAsync(bound.Token);
            return publish.ExitCode == 0 ? new(folder) : throw new InvalidOperationException("It could not be published:\n" + string.Join('\n', said));
        }
        finally
        {
            if (!publish.HasExited)
                publish.Kill(entireProcessTree: true);
        }
    }

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex SettingName();

    private JsonObject Read(params string[] parts) => JsonNode.Parse(File.ReadAllText(PathOf(parts)))!.AsObject();
}

/// <summary>A function as its function.json describes it.</summary>
internal sealed record PublishedFunction(string Name, JsonObject Json)
{
    public JsonObject Trigger => Json["bindings"]![0]!.AsObject();

    public string Type => (string)Trigger["type"]!;

    public string Text(string member) => (string)Trigger[member]!;
}
