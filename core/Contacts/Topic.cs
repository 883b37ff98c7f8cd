using Peyk.Core.Addresses;
using Peyk.Core.Deliveries;
using Peyk.Core.Text;

namespace Peyk.Core.Contacts;

/// <summary>Something that people can have messages about, or not.</summary>
/// <param name="Key">How requests and preferences name it.</param>
/// <param name="Kind">The kind of notification that it belongs to, as in the path below <c>/api/v1</c>.</param>
/// <param name="Order">Its place on pages; the smaller, the earlier.</param>
/// <param name="IsMandatory">Messages that the law asks for: nobody can switch them off topic by topic.</param>
public sealed record Topic(string Key, string Kind, int Order, bool IsMandatory, LocalisedText Names, LocalisedText Descriptions)
{
    /// <summary>Kind of the topics that people subscribe to; all others they have unless they say no.</summary>
    public const string NewsletterKind = "newsletters";

    /// <summary>The channel on which it comes; null: those on which the person can be reached.</summary>
    public Channel? DefaultChannel { get; init; }

    public bool IsNewsletter => Kind == NewsletterKind;

    public string Name(LanguageTag language) => Names.In(language) ?? Key;

    /// <summary>One sentence; null when the file has none.</summary>
    public string? Description(LanguageTag language) => Descriptions.In(language);
}
