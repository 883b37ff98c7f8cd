using System.Security.Cryptography;
using System.Text;

namespace Peyk.Functions.Delivery;

/// <summary>
/// A salted hash of what was sent to whom. It stands in the log and proves, to whoever is shown address, text and salt, that just
/// this was sent; without the salt, which goes with the content, it says nothing.
/// </summary>
public static class Commitment
{
    /// <returns>64 lower-case hexadecimal digits of SHA-256 over salt, address and text, each followed by a zero byte.</returns>
    public static string Of(string salt, string address, string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{salt}\0{address}\0{text}\0")));

    public static string NewSalt() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
}
