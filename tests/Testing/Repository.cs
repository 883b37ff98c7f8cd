namespace Peyk.Testing;

/// <summary>Where the sources lie that the tests were built from.</summary>
public static class Repository
{
    private const string Marker = "Functions.sln";

    public static string Root { get; } = FindRoot();

    /// <summary>
    /// The folder of reference documents beside the repository: official listings, OpenAPI documents, wire facts.
    /// They are not part of the project; a clone elsewhere has none.
    /// </summary>
    public static string Shared { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared"));

    /// <summary>True on a build server, where nothing may be left unchecked.</summary>
    public static bool InContinuousIntegration { get; } =
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <returns>
    /// Why a test that reads <paramref name="path"/> of <see cref="Shared"/> cannot run; null when it can, and on a
    /// build server, where the missing document must fail it.
    /// </returns>
    public static string? WhyNotShared(string path) =>
        Path.Exists(Path.Combine(Shared, path)) || InContinuousIntegration
            ? null
            : $"Needs ../shared/{path}, which is not part of the project.";

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, Marker)))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No {Marker} above {AppContext.BaseDirectory}.");
    }
}
