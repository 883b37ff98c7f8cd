using System.Text.RegularExpressions;
using Peyk.Core.Templates;

namespace Peyk.Core.Newsletters;

/// <summary>The values that an issue's texts may name. There are no blocks: what differs between recipients is filled in by the provider.</summary>
internal static partial class IssuePlaceholders
{
    /// <summary>Index in <see cref="Names"/> of the only value that each recipient has of their own.</summary>
    public const int RecipientName = 0;

    /// <summary>Index of the only value that is a URL.</summary>
    public const int IssueUrl = 4;

    private static readonly string[] Known = ["recipient.name", "organisation.name", "organisation.help", "topic.name", "issue.url"];

    public static IReadOnlyList<string> Names => Known;

    public static IEnumerable<IssueTextProblem> Check(string member, string text)
    {
        foreach (Match match in Any().Matches(text))
        {
            if (!Known.Contains(match.Groups[1].Value.Trim()))
                yield return new(member, "unknown_placeholder", $"The placeholder in line {LineOf(text, match.Index)} is none of: {string.Join(", ", Known)}.");
        }

        if (text.Contains("{{{", StringComparison.Ordinal) || Any().Replace(text, "").Contains("{{", StringComparison.Ordinal))
            yield return new(member, "invalid_placeholder", "A placeholder is not closed, or has three braces.");
        if (text.Contains(Token.Prefix, StringComparison.Ordinal) || text.Contains(IssueTags.Start, StringComparison.OrdinalIgnoreCase)
            || text.Contains(Skeleton.UrlStart) || text.Contains(Skeleton.UrlEnd))
            yield return new(member, "reserved_text", $"The text has signs that stand for something else in mails, such as {Token.Prefix} or {IssueTags.Start}.");
    }

    /// <summary>The text with a token for each value, which neither Markdown nor the layout finds anything in to interpret.</summary>
    public static string Tokens(string text) =>
        Any().Replace(text, match => Token.For(Array.IndexOf(Known, match.Groups[1].Value.Trim())));

    private static int LineOf(string text, int index) => text.AsSpan(0, index).Count('\n') + 1;

    [GeneratedRegex(@"\{\{([^{}]*)\}\}")]
    private static partial Regex Any();
}
