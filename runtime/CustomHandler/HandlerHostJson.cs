using System.Text.Json.Nodes;

namespace Peyk.Runtime.CustomHandler;

/// <summary>
/// The host.json of a published folder. The one in the sources serves the other two ways: the isolated worker must not have these
/// members, and our own runtime passes them over.
/// </summary>
internal static class HandlerHostJson
{
    /// <param name="source">host.json as it stands in the sources; it is changed.</param>
    /// <param name="executable">The file to start, relative to the folder.</param>
    public static JsonObject From(JsonObject source, string executable)
    {
        // Triggers come from the bundle: a custom handler has no packages for the host.
        source["extensionBundle"] = new JsonObject { ["id"] = "Microsoft.Azure.Functions.ExtensionBundle", ["version"] = "[4.*, 5.0.0)" };
        source["customHandler"] = new JsonObject
        {
            ["description"] = new JsonObject { ["defaultExecutablePath"] = executable, ["workingDirectory"] = "", ["arguments"] = new JsonArray() },
            ["enableProxyingHttpRequest"] = true,
        };
        return source;
    }
}
