using Peyk.Core.Addresses;
using Peyk.Core.Newsletters;
using Peyk.Core.Templates;
using Peyk.Core.Tests.Templates;

namespace Peyk.Core.Tests.Newsletters;

/// <summary>Issues and readers with valid defaults.</summary>
internal static class IssueExample
{
    public const string Unsubscribe = "https://messages.example.org/u/token?a=1&b=2";

    public static IssueFrame Frame(string language) => new(
        Shipped.Language(language), Message.Organisation, Shipped.Topics.Find("benefits-news")!.Name(LanguageTag.Parse(language)),
        new("https://messages.example.org/n/benefits-news/0198c5a0-0000-7000-8000-00000000000e?lang=" + language));

    public static IssueMail Mail(string body, string language = "en", string subject = "News", string? preheader = null) =>
        IssueTemplate.Of(new(subject, body, preheader)).Compose(Frame(language));

    public static RenderedEmail Sent(string body, string? name = null, string language = "en", string subject = "News", string? preheader = null) =>
        Mail(body, language, subject, preheader).For(Reader(name));

    public static IssueReader Reader(string? name = null, string? settings = null) =>
        new(name is null ? null : PersonName.Parse(name), Unsubscribe, settings);
}
