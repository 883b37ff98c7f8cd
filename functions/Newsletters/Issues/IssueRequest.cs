using System.Text.Json;
using Peyk.Core.Addresses;
using Peyk.Core.Calendars;
using Peyk.Core.Newsletters;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>The body of a posted or changed issue.</summary>
public sealed record IssueRequest(
    IssueContent Content, Segment Segment, DateTimeOffset? SendAt, SendWindow? Window, DateTimeOffset? ExpiresAt, string? Reference)
{
    /// <summary>Longest Markdown in one language, in UTF-16 units.</summary>
    public const int LongestBody = 100_000;

    public const int LongestPreheader = 256;

    /// <summary>Most languages of one issue.</summary>
    public const int MostLanguages = 12;

    /// <summary>How far ahead an issue may be scheduled.</summary>
    public static readonly TimeSpan LongestAhead = TimeSpan.FromDays(365);

    public static IssueRequest? Read(JsonElement body, DateTimeOffset now, LanguageCatalog languages, List<FieldError> errors)
    {
        if (RequestReader.Root(body, errors) is not { } reader)
            return null;
        var content = ReadContent(reader, languages);
        var segment = reader.ReadSegment("segment");
        var sendAt = reader.Moment("sendAt");
        var expiresAt = reader.Moment("expiresAt");
        if (sendAt > now + LongestAhead)
            reader.Refuse("sendAt", "range", $"The time is more than {LongestAhead.TotalDays:0} days ahead.");
        if (expiresAt <= now || expiresAt <= sendAt)
            reader.Refuse("expiresAt", "range", expiresAt <= now ? "The time is over." : "The time is not after sendAt.");
        var window = reader.Value<SendWindow>("window", SendWindow.TryParse);
        var reference = reader.Text("reference", longest: 128);
        reader.Close();
        return errors.Count > 0 ? null : new(content!, segment, (sendAt < now ? now : sendAt)?.ToUniversalTime(), window, expiresAt?.ToUniversalTime(), reference);
    }

    private static IssueContent? ReadContent(RequestReader reader, LanguageCatalog languages)
    {
        if (reader.Object("content", required: true) is not { } part)
            return null;
        if (part.Names.Count is 0 or > MostLanguages)
            reader.Refuse("content", part.Names.Count == 0 ? "empty" : "too_long", $"An issue has texts in 1 to {MostLanguages} languages.");
        var texts = new SortedDictionary<string, IssueText>(StringComparer.Ordinal);
        foreach (var name in part.Names)
        {
            var text = ReadText(part, name);
            if (!LanguageTag.TryParse(name, out var tag, out var reason))
                part.Refuse(name, "format", reason);
            else if (languages.Find(tag) is null)
                part.Refuse(name, "unknown_value", $"There are newsletters in: {string.Join(", ", languages.Languages.Select(l => l.Tag.Value).Order(StringComparer.Ordinal))}.");
            else if (text is not null && !texts.TryAdd(tag.Value, text))
                part.Refuse(name, "duplicate", "The language is given twice.");
        }

        return new(texts);
    }

    private static IssueText? ReadText(RequestReader content, string language)
    {
        if (content.Object(language, required: true) is not { } part)
            return null;
        var subject = part.Text("subject", required: true, IssueTemplate.LongestSubject);
        if (subject?.Contains('\n', StringComparison.Ordinal) == true)
            part.Refuse("subject", "control_character", "The subject is one line.");
        var preheader = part.Text("preheader", longest: LongestPreheader);
        var body = part.Lines("body", required: true, LongestBody);
        foreach (var (member, given) in new[] { ("subject", subject), ("preheader", preheader), ("body", body) })
        {
            if (given is not null && string.IsNullOrWhiteSpace(given))
                part.Refuse(member, "empty", "The value has nothing but spaces.");
        }

        part.Close();
        return subject is null || body is null ? null : new(subject, body, preheader);
    }
}
