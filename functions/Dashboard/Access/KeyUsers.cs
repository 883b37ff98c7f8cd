using System.Globalization;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Dashboard.Access;

/// <summary>
/// Holders of an API key for the dashboard. They give it to a form once; afterwards a cookie names the key, for half a day. Each request looks the
/// key up, so that a revoked one ends its sessions.
/// </summary>
public sealed class KeyUsers(ApiKeys keys, DashboardTokens tokens, TimeProvider time) : IUserSource
{
    public const string Cookie = "peyk-ops";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    public DashboardAccess Access => DashboardAccess.Key;

    public string SignIn(string returnTo) => $"/ops/sign-in?to={Uri.EscapeDataString(returnTo)}";

    public async Task<Visitor?> FindAsync(HttpRequest request, CancellationToken cancellationToken) =>
        request.Cookies[Cookie]?.Split('.') is [var keyId, var end, var mac]
        && long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && time.GetUtcNow().ToUnixTimeSeconds() < seconds
        && tokens.IsValid(DashboardTokens.Session, $"{keyId}.{end}", mac)
        && await keys.FindByIdAsync(keyId, cancellationToken) is { } client
            ? VisitorOf(client)
            : null;

    /// <summary>The holder of a key; null when it is no key, or over.</summary>
    public async Task<Visitor?> FindByKeyAsync(string key, CancellationToken cancellationToken) =>
        await keys.FindAsync(key, cancellationToken) is { } client ? VisitorOf(client) : null;

    /// <summary>Begins a session of the holder of a key.</summary>
    /// <param name="isSecure">Whether browsers may send it over TLS only; false for the local environment.</param>
    public void Begin(HttpResponse response, string key, bool isSecure)
    {
        var keyId = key.Split('_')[1];
        var end = (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        response.Cookies.Append(Cookie, $"{keyId}.{end}.{tokens.Make(DashboardTokens.Session, $"{keyId}.{end}")}", Options(isSecure, Lifetime));
    }

    public static void End(HttpResponse response, bool isSecure) => response.Cookies.Delete(Cookie, Options(isSecure, null));

    private static CookieOptions Options(bool isSecure, TimeSpan? lifetime) =>
        new() { HttpOnly = true, Secure = isSecure, SameSite = SameSiteMode.Strict, Path = "/ops", MaxAge = lifetime, IsEssential = true };

    private static Visitor VisitorOf(ApiClient client) => new(
        $"{client.Id}/{client.KeyId}",
        client.IsTest ? null // It must see nothing that is real.
        : client.Scopes.Contains(Scopes.DashboardOperate) ? DashboardRole.Operator
        : client.Scopes.Contains(Scopes.DashboardView) ? DashboardRole.Viewer
        : null);
}
