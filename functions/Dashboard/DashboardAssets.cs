using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Peyk.Functions.Dashboard;

/// <summary>The files that the dashboard's pages need, served by ourselves: two libraries, our script, our styles.</summary>
public sealed class DashboardAssets
{
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["chart.min.js"] = "text/javascript; charset=utf-8",
        ["htmx.min.js"] = "text/javascript; charset=utf-8",
        ["ops.js"] = "text/javascript; charset=utf-8",
        ["ops.css"] = "text/css; charset=utf-8",
        ["icon.svg"] = "image/svg+xml",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, Asset> _assets = Types.ToFrozenDictionary(t => t.Key, t => Asset.Load(t.Key, t.Value), StringComparer.Ordinal);

    /// <summary>Where a file is; another content has another address, so that browsers may keep it for good.</summary>
    public string Path(string name) => $"/ops/assets/{name}?v={_assets[name].Version}";

    /// <summary>A file; null when there is none of that name.</summary>
    public Asset? Find(string name) => _assets.GetValueOrDefault(name);
}

/// <param name="Version">Changes with the content.</param>
public sealed record Asset(string Type, byte[] Content, string Version)
{
    internal static Asset Load(string name, string type)
    {
        using var stream = typeof(Asset).Assembly.GetManifestResourceStream($"dashboard/{name}")
            ?? throw new InvalidOperationException($"The assembly lacks the file {name} of the dashboard.");
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return new(type, content.ToArray(), Convert.ToHexStringLower(SHA256.HashData(content.ToArray()).AsSpan(0, 6)));
    }
}
