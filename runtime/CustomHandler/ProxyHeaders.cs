using Microsoft.AspNetCore.Http;

namespace Peyk.Runtime.CustomHandler;

/// <summary>
/// Tells a request that the Functions host passes on from a call of its own. Only the former has these headers; the host sets them
/// itself, so that nobody outside can leave them away.
/// </summary>
internal static class ProxyHeaders
{
    private const string Forwarded = "X-Forwarded-";
    private const string InvocationId = "x-ms-invocation-id";

    public static bool AreIn(IHeaderDictionary headers) =>
        headers.ContainsKey(InvocationId) || headers.Keys.Any(name => name.StartsWith(Forwarded, StringComparison.OrdinalIgnoreCase));
}
