using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Peyk.Functions.Shared.Security;

/// <summary>Checks a JWS against published keys. It needs nothing of ours but those, so that anyone can run it.</summary>
public static class SignedProof
{
    /// <param name="jws">Compact form.</param>
    /// <param name="keySet">The JSON of <c>/.well-known/jwks.json</c>.</param>
    /// <returns>The payload's JSON, or what is wrong.</returns>
    public static (string? Payload, string? Problem) Check(string jws, string keySet)
    {
        try
        {
            if (jws.Trim().Split('.') is not [var head, var payload, var signature])
                return (null, "it is no JWS in compact form");
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(head));
            // The algorithm is ours to fix, never the document's to choose.
            if (header.RootElement.GetProperty("alg").GetString() != "ES256")
                return (null, "it is not signed with ES256");
            var kid = header.RootElement.GetProperty("kid").GetString();
            using var keys = JsonDocument.Parse(keySet);
            foreach (var key in keys.RootElement.GetProperty("keys").EnumerateArray())
            {
                if (key.GetProperty("kid").GetString() != kid)
                    continue;
                using var ecdsa = ECDsa.Create(new ECParameters
                {
                    Curve = ECCurve.NamedCurves.nistP256,
                    Q = new() { X = Part(key, "x"), Y = Part(key, "y") },
                });
                return ecdsa.VerifyData(
                    Encoding.ASCII.GetBytes($"{head}.{payload}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256,
                    DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
                    ? (Encoding.UTF8.GetString(Base64Url.DecodeFromChars(payload)), null)
                    : (null, "the signature is wrong");
            }

            return (null, "it is signed with a key that is not published");
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or CryptographicException)
        {
            return (null, "it is no JWS in compact form");
        }
    }

    private static byte[] Part(JsonElement key, string name) => Base64Url.DecodeFromChars(key.GetProperty(name).GetString());
}
