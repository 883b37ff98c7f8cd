using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Peyk.Functions.Tests.Callbacks;

/// <summary>The C# of docs/callbacks.md, word for word.</summary>
internal static class DocumentedReceiver
{
    public static bool IsGenuine(string secret, IHeaderDictionary headers, byte[] body) => Verify(secret, headers, body);

    private static bool Verify(string secret, IHeaderDictionary headers, byte[] body)
    {
        var (id, timestamp) = (headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString());
        if (!long.TryParse(timestamp, out var seconds) || Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - seconds) > 300)
            return false;
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{id}.{timestamp}."), .. body];
        var expected = Encoding.ASCII.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
        return headers["webhook-signature"].ToString().Split(' ')
            .Any(given => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(given), expected));
    }
}
