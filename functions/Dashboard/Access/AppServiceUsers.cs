using System.Text.Json;
using Microsoft.Extensions.Options;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Dashboard.Access;

/// <summary>
/// Users of Entra ID, as App Service Authentication tells of them: it sits before the app, takes away what callers send in its headers, and
/// sets <c>X-MS-CLIENT-PRINCIPAL</c> to base64 of the token's claims.
/// </summary>
/// <remarks>Source: learn.microsoft.com/azure/app-service/configure-authentication-user-identities.</remarks>
public sealed class AppServiceUsers(IConfiguration configuration, IOptions<DashboardOptions> options) : IUserSource
{
    /// <summary>The platform sets it where the module runs. Without the module, anybody could send its headers.</summary>
    public const string IsOn = "WEBSITE_AUTH_ENABLED";

    public const string Header = "X-MS-CLIENT-PRINCIPAL";

    private const int Largest = 64 * 1024;
    private static readonly string[] IdClaims = ["http://schemas.microsoft.com/identity/claims/objectidentifier", "oid"];
    private static readonly string[] RoleClaims = ["roles", "http://schemas.microsoft.com/ws/2008/06/identity/claims/role"];

    public DashboardAccess Access => DashboardAccess.AppService;

    public string SignIn(string returnTo) => $"/.auth/login/aad?post_login_redirect_uri={Uri.EscapeDataString(returnTo)}";

    public Task<Visitor?> FindAsync(HttpRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(bool.TryParse(configuration[IsOn], out var isOn) && isOn ? Read(request.Headers[Header].ToString()) : null);

    private Visitor? Read(string header)
    {
        var bytes = new byte[header.Length];
        if (header.Length is 0 or > Largest || !Convert.TryFromBase64String(header, bytes, out var length))
            return null;
        try
        {
            using var principal = JsonDocument.Parse(bytes.AsMemory(0, length));
            var claims = principal.RootElement.GetProperty("claims").EnumerateArray()
                .Select(c => (Type: c.GetProperty("typ").GetString(), Value: c.GetProperty("val").GetString() ?? ""))
                .ToList();
            var id = claims.FirstOrDefault(c => IdClaims.Contains(c.Type)).Value;
            return id is { Length: > 0 and <= DashboardUser.LongestId }
                ? Visitor.Of(id, [.. claims.Where(c => RoleClaims.Contains(c.Type)).Select(c => c.Value)], options.Value)
                : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
