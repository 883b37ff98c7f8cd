#nullable enable
using System.Globalization;

namespace Azure.Data.Tables.Wire;

/// <summary>OData literals for the values of an interpolated filter.</summary>
internal static class FilterText
{
    public static string Create(FormattableString filter) =>
        string.Format(CultureInfo.InvariantCulture, filter.Format, [.. filter.GetArguments().Select(Literal)]);

    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static object Literal(object? value) => value switch
    {
        string text => Quote(text),
        char c => Quote(c.ToString()),
        bool flag => flag ? "true" : "false",
        int or short or byte => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        long number => number.ToString(CultureInfo.InvariantCulture) + "L",
        double number => Double(number),
        Guid guid => $"guid'{guid}'",
        DateTimeOffset time => Time(time.UtcDateTime),
        DateTime time => Time(time.ToUniversalTime()),
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        BinaryData data => $"X'{Convert.ToHexString(data.ToMemory().Span)}'",
        null => throw new ArgumentException("A filter cannot compare with null: the service keeps no null properties.", nameof(value)),
        _ => throw new ArgumentException($"A filter cannot hold a {value.GetType()}.", nameof(value)),
    };

    private static string Time(DateTime utc) => $"datetime'{utc.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture)}'";

    private static string Double(double number)
    {
        Span<char> text = stackalloc char[40];
        return new string(text[..EntityWriter.FormatDouble(number, text)]);
    }
}
