#nullable enable
using System.Globalization;

namespace Azure.Data.Tables.Wire;

/// <summary>
/// The service's limits, checked before sending with the service's own status and code: Azurite enforces only some of them, and
/// what passes there must not fail first in production. Source: “Understanding the Table service data model”.
/// </summary>
internal static class ServiceLimits
{
    public const int ActionsInTransaction = 100;
    public const int TransactionBytes = 4 * 1024 * 1024;

    private const int EntityBytes = 1024 * 1024;
    private const int PropertyBytes = 64 * 1024;
    private const int KeyCharacters = 512; // 1 KiB of UTF-16
    private const int OwnProperties = 252; // 255 with PartitionKey, RowKey and Timestamp
    private const int NameCharacters = 255;

    // The service counts dates from 1601.
    private static readonly DateTime Earliest = new(1601, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static void CheckKey(string key)
    {
        if (key.Length > KeyCharacters)
            throw Refused("KeyValueTooLarge", "A key is at most 1 KiB (512 characters).");
        foreach (var c in key)
            if (c is '/' or '\\' or '#' or '?' || char.IsControl(c))
                throw Refused("OutOfRangeInput", $"The character U+{(int)c:X4} may not stand in a key.");
    }

    public static void CheckName(string name)
    {
        if (name.Length is 0 or > NameCharacters)
            throw Refused("PropertyNameTooLong", "A property name has 1 to 255 characters.");
        if (!char.IsLetter(name[0]) && name[0] != '_')
            throw Refused("PropertyNameInvalid", $"The property name {name} does not begin with a letter or underscore.");
        foreach (var c in name)
            if (!IsNameCharacter(c))
                throw Refused("PropertyNameInvalid", $"The property name {name} is not an identifier.");
    }

    public static void CheckPropertySize(string name, long bytes)
    {
        if (bytes > PropertyBytes)
            throw Refused("PropertyValueTooLarge", $"The property {name} is larger than 64 KiB.");
    }

    public static void CheckTime(string name, DateTime time)
    {
        if (time < Earliest)
            throw Refused("OutOfRangeInput", $"The property {name} lies before the year 1601.");
    }

    public static void CheckEntity(int properties, long bytes)
    {
        if (properties > OwnProperties)
            throw Refused("TooManyProperties", "An entity has at most 252 properties of its own.");
        if (bytes > EntityBytes)
            throw Refused("EntityTooLarge", "An entity is at most 1 MiB.");
    }

    public static RequestFailedException Refused(string code, string message) => new(400, message, code, innerException: null);

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || (c > 0x7F
        && char.GetUnicodeCategory(c) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.LetterNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.Format);
}
