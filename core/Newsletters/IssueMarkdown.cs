using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Peyk.Core.Templates;

namespace Peyk.Core.Newsletters;

/// <summary>What may stand in the Markdown of an issue.</summary>
internal static class IssueMarkdown
{
    private const string Member = "body";

    public static IEnumerable<IssueTextProblem> Check(string body)
    {
        if (IssuePlaceholders.Check(Member, body).Any())
            return [];
        var document = EmailMarkdown.Parse(IssuePlaceholders.Tokens(body));
        return [.. Links(document).Distinct()];
    }

    private static IEnumerable<IssueTextProblem> Links(MarkdownDocument document)
    {
        foreach (var link in document.Descendants<LinkInline>())
        {
            if (link.IsImage)
                yield return new(Member, "picture", "A picture is in the text; messages have none.");
            else if (Fault(link.Url ?? "") is { } fault)
                yield return fault;
            else if (NamesRecipient(link.Url!) || NamesRecipient(link.Title ?? ""))
                yield return new(Member, "personal_link", "The recipient's name stands in a link's URL or title; personal data does not belong there.");
        }

        foreach (var link in document.Descendants<AutolinkInline>().Where(link => !link.IsEmail))
        {
            if (Fault(link.Url) is { } fault)
                yield return fault;
        }
    }

    // In a URL it would be told to whoever runs the host.
    private static bool NamesRecipient(string text) => Token.Split(text).Any(piece => piece.Token?.Field == IssuePlaceholders.RecipientName);

    private static IssueTextProblem? Fault(string url)
    {
        if (Token.Split(url).First() is ("", _, { Field: IssuePlaceholders.IssueUrl }))
            return null;
        if (SafeUrl.TryParse(url, out _, out var code))
            return null;
        return new(Member, code, code == TemplateDataCodes.UrlScheme
            ? "A link is not https, http, mailto or tel."
            : "A link has no absolute URL of a host, or has a user name, a space or other signs that URLs do not have.");
    }
}
