using Peyk.Core.Addresses;

namespace Peyk.Core.Newsletters;

/// <summary>What an issue may choose its readers by.</summary>
/// <param name="Service">Name of a service that the subscriber has to do with; null when none was stated.</param>
/// <param name="Region">Name of the subscriber's region; null when none was stated.</param>
public sealed record SegmentFacts(LanguageTag Language, string? Service, string? Region, IReadOnlyCollection<string> Tags);

/// <summary>Which tags a subscriber must have; each part that is null or empty asks for nothing.</summary>
public sealed record TagRule(IReadOnlyList<string>? Any = null, IReadOnlyList<string>? All = null, IReadOnlyList<string>? None = null)
{
    public bool Matches(IReadOnlyCollection<string> tags) =>
        (Any is not { Count: > 0 } || Any.Any(tags.Contains))
        && (All ?? []).All(tags.Contains)
        && !(None ?? []).Any(tags.Contains);
}

/// <summary>
/// Which subscribers of a topic an issue is for, as data: every part that is given must hold, and of a list one value suffices. Nothing
/// given is everybody.
/// </summary>
/// <param name="Languages">Language tags; <c>en</c> stands for <c>en-GB</c> too.</param>
public sealed record Segment(
    IReadOnlyList<string>? Languages = null,
    IReadOnlyList<string>? Services = null,
    IReadOnlyList<string>? Regions = null,
    TagRule? Tags = null)
{
    public static Segment Everybody { get; } = new();

    /// <summary>Most values that one list may have.</summary>
    public const int MostValues = 50;

    public bool Matches(SegmentFacts facts) =>
        (Languages is not { Count: > 0 } || Languages.Any(language => language == facts.Language.Value || language == facts.Language.Primary))
        && Holds(Services, facts.Service)
        && Holds(Regions, facts.Region)
        && (Tags is null || Tags.Matches(facts.Tags));

    private static bool Holds(IReadOnlyList<string>? wanted, string? value) =>
        wanted is not { Count: > 0 } || (value is not null && wanted.Contains(value));
}
