using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Peyk.Runtime.Hosting;

/// <summary>
/// <c>local.settings.json</c> of a developer's machine: its <c>Values</c> become settings below everything else, so that the
/// environment wins, as with the Functions tools.
/// </summary>
internal static class LocalSettings
{
    public const string FileName = "local.settings.json";

    /// <param name="configuration">Gets the values as its first, weakest source.</param>
    /// <param name="directories">The first one that has the file counts.</param>
    /// <exception cref="StartRefusedException">The file cannot be read.</exception>
    public static void Add(IConfigurationBuilder configuration, params string[] directories)
    {
        var path = directories.Select(directory => Path.Combine(directory, FileName)).FirstOrDefault(File.Exists);
        if (path is null)
            return;
        var values = new ConfigurationBuilder().AddInMemoryCollection(Read(path)).Build();
        configuration.Sources.Insert(0, new ChainedConfigurationSource { Configuration = values });
    }

    private static Dictionary<string, string?> Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(
                File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var root = document.RootElement;
            if (root.TryGetProperty("IsEncrypted", out var encrypted) && encrypted.ValueKind == JsonValueKind.True)
                throw new StartRefusedException($"{FileName} is encrypted. Decrypt it: func settings decrypt.");
            if (!root.TryGetProperty("Values", out var values))
                return [];
            return values.EnumerateObject().ToDictionary(
                value => value.Name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal),
                value => value.Value.ValueKind == JsonValueKind.Null ? null : value.Value.ToString());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new StartRefusedException($"{FileName} is not an object with a flat object Values.");
        }
    }
}
