namespace Peyk.Local;

/// <summary>Where this repository lies: the local environment and the tests run from it, never from a published copy.</summary>
public static class Repository
{
    /// <exception cref="DirectoryNotFoundException">No folder above the running program holds <c>Functions.sln</c>.</exception>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Functions.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Functions.sln.");
    }
}
