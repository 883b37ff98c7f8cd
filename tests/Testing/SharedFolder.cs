using Peyk.Local;
using Xunit;

namespace Peyk.Testing;

/// <summary>
/// The folder <c>shared</c> beside the repository, with official documents that tests check against and that are not part of
/// the project. Without it such tests are skipped, and in CI they fail.
/// </summary>
public static class SharedFolder
{
    /// <summary>Null when the folder is not there. <c>PEYK_SHARED</c> names another place.</summary>
    public static string? Path { get; } = Find();

    /// <returns>The folder's full path.</returns>
    public static string Require()
    {
        if (Path is { } path)
            return path;

        const string Missing = "The folder ../shared with the official documents is not here.";
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(Missing);
        Assert.Skip(Missing);
        return "";
    }

    private static string? Find()
    {
        var path = Environment.GetEnvironmentVariable("PEYK_SHARED") ?? System.IO.Path.Combine(Repository.Root, "..", "shared");
        return Directory.Exists(path) ? System.IO.Path.GetFullPath(path) : null;
    }
}
