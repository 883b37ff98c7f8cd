namespace Peyk.Core.Newsletters;

/// <summary>
/// Tags in an issue's mail that the provider replaces by what each recipient has of their own. A value that fills HTML and text is two
/// tags: an escaped one and a plain one.
/// </summary>
public static class IssueTags
{
    /// <summary>How every tag begins. No text of an editor and no value may contain it.</summary>
    public const string Start = "%peyk-";

    public const string GreetingHtml = Start + "greeting-html%";
    public const string GreetingText = Start + "greeting-text%";
    public const string NameHtml = Start + "name-html%";
    public const string NameText = Start + "name-text%";

    /// <summary>The name in a subject: without the signs that set it apart from letters of the other direction.</summary>
    public const string NameLine = Start + "name-line%";

    public const string UnsubscribeHtml = Start + "unsubscribe-html%";
    public const string UnsubscribeText = Start + "unsubscribe-text%";

    /// <summary>The link to the recipient's settings, with the sign before it; empty for those who have none.</summary>
    public const string SettingsHtml = Start + "settings-html%";
    public const string SettingsText = Start + "settings-text%";

    public static IReadOnlyList<string> All { get; } =
        [GreetingHtml, GreetingText, NameHtml, NameText, NameLine, UnsubscribeHtml, UnsubscribeText, SettingsHtml, SettingsText];
}
