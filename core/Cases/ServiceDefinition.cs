using Peyk.Core.Addresses;
using Peyk.Core.Text;

namespace Peyk.Core.Cases;

/// <summary>A service of the organisation, such as a retirement pension, with the steps its cases go through.</summary>
public sealed record ServiceDefinition
{
    internal ServiceDefinition(string key, LocalisedText name, LocalisedText help, IReadOnlyList<ServiceStep> steps)
    {
        Key = key;
        Names = name;
        HelpContacts = help;
        Steps = steps;
    }

    /// <summary>Lower-case letters, digits and dashes; the file's name.</summary>
    public string Key { get; }

    public LocalisedText Names { get; }

    /// <summary>Whom to ask about a case of this service; may be empty, then the organisation's own contact holds.</summary>
    public LocalisedText HelpContacts { get; }

    /// <summary>In the order in which they usually come.</summary>
    public IReadOnlyList<ServiceStep> Steps { get; }

    /// <summary>What is asked at the end of a case; null when nothing is.</summary>
    public FeedbackRule? Feedback { get; internal init; }

    /// <summary>Who answers complaints.</summary>
    public ServiceUnit Unit { get; internal init; } = ServiceUnit.Unnamed;

    public string Name(LanguageTag language) => Names.In(language) ?? Key;

    public string? HelpContact(LanguageTag language) => HelpContacts.In(language);

    public ServiceStep? FindStep(string key) => Steps.FirstOrDefault(step => step.Key == key);
}

/// <summary>One stage of a service.</summary>
public sealed record ServiceStep
{
    internal ServiceStep(int position, string key, LocalisedText names, LocalisedText news, LocalisedText hints)
    {
        Position = position;
        Key = key;
        Names = names;
        Announcements = news;
        NextHints = hints;
    }

    /// <summary>Place in the service's list, from 0.</summary>
    public int Position { get; }

    /// <summary>Lower-case letters, digits and dashes; one of a kind in its service.</summary>
    public string Key { get; }

    /// <summary>What the step is called, whether it is done or to come: “Check of the documents”.</summary>
    public LocalisedText Names { get; }

    /// <summary>What is said when it was reached: “Your documents have been checked”; may be empty, then the name holds.</summary>
    public LocalisedText Announcements { get; }

    /// <summary>What happens next, or what the citizen should do, once this step was reached; may be empty.</summary>
    public LocalisedText NextHints { get; }

    /// <summary>The case ends here.</summary>
    public bool IsFinal { get; internal init; }

    /// <summary>
    /// The step is off the usual path (papers missing, refused): a timeline shows it only when it happened, and never expects it.
    /// </summary>
    public bool IsOptional { get; internal init; }

    public CaseTone Tone { get; internal init; }

    /// <summary>How long after the step before it this one is expected; null when nobody can promise.</summary>
    public ExpectedDuration? Expected { get; internal init; }

    public string Name(LanguageTag language) => Names.In(language) ?? Key;

    public string Announcement(LanguageTag language) => Announcements.In(language) ?? Name(language);

    public string? NextHint(LanguageTag language) => NextHints.In(language);
}

/// <summary>A promise in days.</summary>
/// <param name="Days">0 to 3,660.</param>
/// <param name="Working">True: days of the working week; false: calendar days.</param>
public readonly record struct ExpectedDuration(int Days, bool Working);
