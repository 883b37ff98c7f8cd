using Peyk.Core.Definitions;

namespace Peyk.Functions.Shared;

/// <summary>The definition files beside the app: languages, services, surveys, templates.</summary>
public static class Definitions
{
    /// <summary>Every file below a folder of the app, its path written with <c>/</c> and relative to that folder.</summary>
    public static IEnumerable<DefinitionFile> Read(string folder)
    {
        var root = Path.Combine(AppContext.BaseDirectory, folder);
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => new DefinitionFile(Path.GetRelativePath(root, path).Replace('\\', '/'), File.ReadAllText(path)));
    }
}
