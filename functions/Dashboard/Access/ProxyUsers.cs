using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Dashboard.Access;

/// <summary>Users whom a reverse proxy of ours has signed in. What it tells is believed only together with the secret that it shares with us.</summary>
public sealed class ProxyUsers(IOptions<DashboardOptions> options) : IUserSource
{
    public DashboardAccess Access => DashboardAccess.Proxy;

    /// <summary>The proxy lets nobody through who has not signed in.</summary>
    public string? SignIn(string returnTo) => null;

    public Task<Visitor?> FindAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var id = request.Headers[settings.UserHeader];
        // Two of a header are a caller's and the proxy's.
        var isProven = request.Headers[settings.SecretHeader] is [{ } secret]
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(settings.Secret));
        return Task.FromResult(
            isProven && id is [{ Length: > 0 and <= DashboardUser.LongestId } name] && request.Headers[settings.RolesHeader].Count <= 1
                ? Visitor.Of(name, request.Headers[settings.RolesHeader].ToString().Split(',', StringSplitOptions.TrimEntries), settings)
                : null);
    }
}
