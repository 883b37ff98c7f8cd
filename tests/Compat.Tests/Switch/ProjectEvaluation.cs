using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Peyk.Local;

namespace Peyk.Compat.Tests.Switch;

/// <summary>What a project refers to, as MSBuild evaluates it. Nothing is restored or built.</summary>
internal sealed record ProjectEvaluation(IReadOnlySet<string> Packages, IReadOnlySet<string> PackageVersions, IReadOnlySet<string> Projects)
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);
    private static readonly ConcurrentDictionary<(string, bool), Task<ProjectEvaluation>> Known = new();

    /// <param name="project">Path from the repository's root.</param>
    /// <param name="official">Whether the switch is thrown to the official packages.</param>
    public static Task<ProjectEvaluation> OfAsync(string project, bool official) =>
        Known.GetOrAdd((project, official), key => EvaluateAsync(key.Item1, key.Item2));

    private static async Task<ProjectEvaluation> EvaluateAsync(string project, bool official)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Repository.Root, UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var argument in (string[])["msbuild", project, "-getItem:PackageReference,PackageVersion,ProjectReference", "-nologo"])
            start.ArgumentList.Add(argument);
        if (official)
            start.ArgumentList.Add("-p:OfficialPackages=true");
        // A switch thrown for the test run itself would be inherited, and MSBuild's own settings must not be.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name == "OfficialPackages").ToList())
            start.Environment.Remove(name);

        using var process = Process.Start(start)!;
        using var bound = new CancellationTokenSource(Bound);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(bound.Token);
            await process.WaitForExitAsync(bound.Token);
            process.ExitCode.ShouldBe(0, $"dotnet msbuild {project} said:\n{output}");
            return Read(JsonDocument.Parse(output).RootElement.GetProperty("Items"));
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static ProjectEvaluation Read(JsonElement items)
    {
        return new(Values("PackageReference", "Identity"), Values("PackageVersion", "Identity"), Values("ProjectReference", "FullPath"));

        HashSet<string> Values(string item, string member) => items.GetProperty(item).EnumerateArray()
            .Select(element => element.GetProperty(member).GetString()!)
            .Select(value => member == "FullPath" ? Path.GetRelativePath(Repository.Root, value) : value)
            .ToHashSet();
    }
}
