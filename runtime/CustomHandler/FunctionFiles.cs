using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Peyk.Runtime.Discovery;

namespace Peyk.Runtime.CustomHandler;

/// <summary>
/// Makes a published folder one that the Functions host runs as it is: a <c>function.json</c> for each function that is found, and
/// host.json with the custom handler in it. Run when publishing: <c>write-function-files FOLDER EXECUTABLE</c>.
/// </summary>
internal static class FunctionFiles
{
    public const string Command = "write-function-files";

    private const string FileName = "function.json";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static bool AreAskedFor(string[] args) => args is [Command, ..];

    /// <exception cref="StartRefusedException">The arguments or a function are wrong.</exception>
    public static void Write(string[] args, Assembly functions)
    {
        if (args is not [_, var folder, var executable])
            throw new StartRefusedException($"Use: {Command} FOLDER EXECUTABLE");
        var catalog = FunctionCatalog.Find(functions.GetTypes());
        RemoveOthers(folder, catalog);
        foreach (var function in catalog.Functions)
            WriteJson(Path.Combine(folder, function.Name, FileName), FunctionJson.Of(function));

        var host = Path.Combine(folder, "host.json");
        WriteJson(host, HandlerHostJson.From(JsonNode.Parse(File.ReadAllText(host))!.AsObject(), executable));
    }

    /// <summary>From an earlier publishing to the same folder: the host would find functions that are no more.</summary>
    private static void RemoveOthers(string folder, FunctionCatalog catalog)
    {
        var names = catalog.Functions.Select(function => function.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var other in Directory.EnumerateDirectories(folder).Where(path => !names.Contains(Path.GetFileName(path)) && File.Exists(Path.Combine(path, FileName))))
            Directory.Delete(other, recursive: true);
    }

    private static void WriteJson(string path, JsonObject json)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, json.ToJsonString(Readable) + "\n");
    }
}
