using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Dashboard.Access;

/// <summary>What the dashboard signs: the cookies of sessions, and the forms that it hands out.</summary>
public sealed class DashboardTokens(Keyring keyring, TimeProvider time)
{
    internal const string Session = "dashboard session";
    private const string Form = "dashboard form";

    /// <summary>A form holds for the half day in which it was handed out and the next.</summary>
    private const long FormSeconds = 12 * 60 * 60;

    /// <summary>The token of the forms that a user gets: the same for half a day, and worth nothing to anybody else.</summary>
    public string OfForms(string userId) => Make(Form, Bound(userId, Period));

    /// <summary>Whether a form was handed out to this user, not long ago.</summary>
    public bool IsFormOf(string userId, string? token) =>
        token is not null && (IsValid(Form, Bound(userId, Period), token) || IsValid(Form, Bound(userId, Period - 1), token));

    internal string Make(string purpose, string text) => Base64Url.EncodeToString(Mac(keyring.Current, purpose, text));

    internal bool IsValid(string purpose, string text, string mac)
    {
        var given = Encoding.ASCII.GetBytes(mac);
        return keyring.All.Any(master => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Base64Url.EncodeToString(Mac(master, purpose, text))), given));
    }

    private long Period => time.GetUtcNow().ToUnixTimeSeconds() / FormSeconds;

    private static string Bound(string userId, long period) => $"{period.ToString(CultureInfo.InvariantCulture)} {userId}";

    private static byte[] Mac(MasterKey master, string purpose, string text) =>
        HMACSHA256.HashData(master.Tokens, Encoding.UTF8.GetBytes($"{purpose}\0{text}"));
}
