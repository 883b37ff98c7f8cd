using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Batches;

/// <summary>A posted file, as far as its form can be judged.</summary>
/// <param name="Kind">As in the path of the API; null when the file names none.</param>
public sealed record BatchFile(string? Kind, IReadOnlyList<BatchRow> Rows)
{
    public const int MostRows = 10_000;

    /// <summary>In bytes.</summary>
    public const int LargestBody = 20 * 1024 * 1024;

    /// <summary>Most errors that an answer names: more help nobody.</summary>
    public const int MostErrors = 50;

    public static readonly byte[] ByteOrderMark = [0xef, 0xbb, 0xbf];

    /// <summary>The text without its byte order mark; null, and an error, when it is no UTF-8.</summary>
    public static ReadOnlyMemory<byte>? TextOf(ReadOnlyMemory<byte> body, List<FieldError> errors)
    {
        var text = body.Span.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;
        if (System.Text.Unicode.Utf8.IsValid(text.Span))
            return text;
        errors.Add(new("", "utf8", $"The file is not valid UTF-8 (line {1 + text.Span[..FirstBad(text.Span)].Count((byte)'\n')}). Save it as “CSV UTF-8”."));
        return null;
    }

    private static int FirstBad(ReadOnlySpan<byte> text)
    {
        System.Text.Unicode.Utf8.ToUtf16(text, new char[text.Length], out var read, out _, replaceInvalidSequences: false);
        return read;
    }

    public static void TooMany(List<FieldError> errors, string at) =>
        errors.Add(new(at, "too_long", $"A batch has at most {MostRows} rows. Post several."));
}
