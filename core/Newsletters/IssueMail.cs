using Peyk.Core.Addresses;
using Peyk.Core.Calendars;
using Peyk.Core.Templates;
using Peyk.Core.Text;

namespace Peyk.Core.Newsletters;

/// <summary>Whom a copy of an issue goes to.</summary>
/// <param name="Unsubscribe">The page that ends this subscription.</param>
/// <param name="Settings">The page of the recipient's settings; null when there is none.</param>
public sealed record IssueReader(PersonName? Name, string Unsubscribe, string? Settings = null)
{
    public override string ToString() => nameof(IssueReader);
}

/// <summary>An issue in one language as all its recipients get it, with <see cref="IssueTags"/> where they differ.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Preheader">The line an inbox shows after the subject; it is in <paramref name="Html"/> already.</param>
/// <param name="Html">A whole HTML document without external parts.</param>
/// <param name="Text">The same in plain text, lines ended by LF.</param>
public sealed record IssueMail(Language Language, string Subject, string Preheader, string Html, string Text)
{
    private readonly string[] _tags =
        [.. IssueTags.All.Where(tag => Subject.Contains(tag, StringComparison.Ordinal) || Html.Contains(tag, StringComparison.Ordinal) || Text.Contains(tag, StringComparison.Ordinal))];

    /// <summary>What the tags of this mail become for one recipient: the substitutions of their personalization.</summary>
    public Dictionary<string, string> ValuesFor(IssueReader reader) =>
        _tags.ToDictionary(tag => tag, tag => Value(tag, reader).Replace(IssueTags.Start, "％peyk-", StringComparison.Ordinal), StringComparer.Ordinal);

    /// <summary>The mail as one recipient sees it, filled as the provider does.</summary>
    public RenderedEmail For(IssueReader reader)
    {
        var values = ValuesFor(reader);
        return new(Fill(Subject), Fill(Preheader), Fill(Html), Fill(Text));

        string Fill(string text) => values.Aggregate(text, (filled, value) => filled.Replace(value.Key, value.Value, StringComparison.Ordinal));
    }

    private string Value(string tag, IssueReader reader) => tag switch
    {
        IssueTags.GreetingHtml => reader.Name is null ? HtmlText.Encode(Greeting(null)) : Greeting(HtmlName(reader)),
        IssueTags.GreetingText => Greeting(reader.Name is null ? null : TextName(reader)),
        IssueTags.NameHtml => HtmlName(reader),
        IssueTags.NameText => TextName(reader),
        IssueTags.NameLine => Name(reader),
        IssueTags.UnsubscribeHtml => HtmlText.Encode(reader.Unsubscribe),
        IssueTags.UnsubscribeText => reader.Unsubscribe,
        IssueTags.SettingsHtml => reader.Settings is null ? "" : EmailLayout.NextLink(Language["email.preferences"], reader.Settings),
        IssueTags.SettingsText => reader.Settings is null ? "" : $"\n{Language["email.preferences"]}:\n{reader.Settings}\n",
        _ => throw new InvalidOperationException($"The tag {tag} has no value."),
    };

    /// <param name="name">As it is to be put in; the words around it are ours and have no signs of HTML.</param>
    private string Greeting(string? name) =>
        name is null ? Language["email.greetingUnnamed"] : Language.Say("email.greeting", ("name", name));

    private string Name(IssueReader reader) => reader.Name?.Value ?? Language["issue.reader"];

    private string TextName(IssueReader reader) => PersianText.Isolate(Name(reader), Language.IsRightToLeft);

    private string HtmlName(IssueReader reader)
    {
        var name = Name(reader);
        return PersianText.HasStrong(name, !Language.IsRightToLeft) ? $"<bdi>{HtmlText.Encode(name)}</bdi>" : HtmlText.Encode(name);
    }
}
