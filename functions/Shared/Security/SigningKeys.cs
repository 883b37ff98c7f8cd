using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Shared.Security;

/// <summary>A public key as RFC 7517 writes it.</summary>
public sealed record PublicKey(string Kty, string Crv, string X, string Y, string Kid, string Use, string Alg);

/// <summary>The answer of <c>/.well-known/jwks.json</c>.</summary>
public sealed record PublicKeySet(IReadOnlyList<PublicKey> Keys);

/// <summary>Signs what leaves as proof: JWS (RFC 7515) in compact form, ES256. Key ids are thumbprints after RFC 7638.</summary>
public sealed class SigningKeys : IDisposable
{
    private readonly List<(ECDsa Key, PublicKey Public)> _keys = [];

    /// <exception cref="OptionsValidationException">A key is not base64 of PKCS #8 on curve P-256.</exception>
    public SigningKeys(IOptions<PeykOptions> options)
    {
        foreach (var text in options.Value.SigningKey.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var key = Import(text);
            _keys.Add((key, Describe(key)));
        }
    }

    /// <summary>Whether there is a key to sign with.</summary>
    public bool CanSign => _keys.Count > 0;

    /// <summary>Every key whose signatures count, the current one first.</summary>
    public PublicKeySet Public => new([.. _keys.Select(k => k.Public)]);

    /// <param name="type">The header <c>typ</c>, so that one kind of proof is never taken for another.</param>
    /// <param name="payload">JSON.</param>
    public string Sign(string type, ReadOnlySpan<byte> payload)
    {
        var (key, shown) = _keys[0];
        var header = Encoding.ASCII.GetBytes($$"""{"alg":"ES256","kid":"{{shown.Kid}}","typ":"{{type}}"}""");
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    public void Dispose() => _keys.ForEach(k => k.Key.Dispose());

    private static ECDsa Import(string text)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(Convert.FromBase64String(text), out _);
            if (key.KeySize == 256)
                return key;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            // Told below, without the key.
        }

        key.Dispose();
        throw new OptionsValidationException(
            PeykOptions.Section, typeof(PeykOptions), ["Peyk__SigningKey must hold base64 of PKCS #8 keys on curve P-256."]);
    }

    private static PublicKey Describe(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        var thumbprint = SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}"""));
        return new("EC", "P-256", x, y, Base64Url.EncodeToString(thumbprint), "sig", "ES256");
    }
}
