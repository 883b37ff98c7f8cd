using System.Diagnostics;
using Peyk.Local;

namespace Peyk.Bench.Startup;

/// <summary>A way to publish the app.</summary>
/// <param name="Name">As the table names it.</param>
/// <param name="Properties">Given to <c>dotnet publish functions -c Release</c>.</param>
public sealed record PublishMode(string Name, params string[] Properties)
{
    private static readonly string Artifacts = Path.Combine(Repository.Root, "artifacts", "startup");

    public static IReadOnlyList<PublishMode> All { get; } =
    [
        new("framework-dependent", "SelfContained=false", "PublishReadyToRun=false"),
        new("framework-dependent, ReadyToRun", "SelfContained=false"),
        new("self-contained, ReadyToRun (the default of `dotnet publish functions`)"),
        new("self-contained, ReadyToRun, single file", "PublishSingleFile=true", "PublishReadyToRunComposite=false"),
        new("self-contained, ReadyToRun, single file, compressed", "PublishSingleFile=true", "PublishReadyToRunComposite=false", "EnableCompressionInSingleFile=true"),
        new("self-contained, ReadyToRun, trimmed (partial)", "PublishTrimmed=true", "TrimMode=partial", "TreatWarningsAsErrors=false"),
    ];

    /// <param name="again">Whether to publish although an earlier run has.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="InvalidOperationException">It cannot be published so; the message has the words of the build.</exception>
    public async Task<string> PublishAsync(bool again)
    {
        var folder = Path.Combine(Artifacts, "apps", string.Concat(Name.Where(char.IsAsciiLetterOrDigit)));
        var isThere = File.Exists(Path.Combine(folder, "host.json"));
        if (isThere && !again)
            return folder;
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "publish", "functions", "-c", "Release", "-v", "quiet", "-nologo", "-p:RunAnalyzers=false", $"-p:ArtifactsPath={Artifacts}", "-o", folder },
            WorkingDirectory = Repository.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        foreach (var property in Properties)
            start.ArgumentList.Add("-p:" + property);
        using var publish = Process.Start(start)!;
        var said = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0 ? folder : throw new InvalidOperationException(said);
    }
}
