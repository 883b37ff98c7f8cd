using Peyk.Local;

namespace Peyk.Functions.Tests.Infra;

/// <summary>The files of <c>infra/bicep</c>.</summary>
internal static class Deployment
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "infra", "bicep");

    public static BicepFile Main { get; } = BicepFile.Read(Path.Combine(Folder, "main.bicep"));

    public static IReadOnlyList<BicepFile> All { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.bicep", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(BicepFile.Read)];

    public static BicepFile Module(string name) => All.Single(f => Path.GetFileNameWithoutExtension(f.Path) == name);

    public static string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));
}
