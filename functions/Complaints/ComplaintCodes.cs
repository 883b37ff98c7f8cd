using System.Buffers.Binary;
using Peyk.Core.Cases;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Complaints;

/// <summary>
/// Codes by which citizens and units name a complaint: ten digits, the last a Damm check digit, so that nobody takes one for a
/// tracking code of twelve. A code follows from the complaint's id; it opens nothing.
/// </summary>
public sealed class ComplaintCodes(Keyring keyring)
{
    private const uint Smallest = 100_000_000;
    private const uint Count = 900_000_000;

    public string Of(Guid complaint)
    {
        var number = BinaryPrimitives.ReadUInt32BigEndian(keyring.LookupMac("complaint-code", complaint.ToByteArray(bigEndian: true)));
        var digits = (Smallest + (number % Count)).ToString();
        return $"{digits}{Damm.CheckDigit(digits)}";
    }
}
