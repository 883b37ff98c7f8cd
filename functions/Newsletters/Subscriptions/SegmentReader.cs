using Peyk.Core.Addresses;
using Peyk.Core.Newsletters;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>Reads the segment of a request: <c>{"languages": […], "services": […], "regions": […], "tags": {"any": […], "all": […], "none": […]}}</c>.</summary>
public static class SegmentReader
{
    /// <summary>What is wrong is added to the errors of the reader, all at once.</summary>
    /// <returns>Everybody when the member is not given.</returns>
    public static Segment ReadSegment(this RequestReader reader, string name)
    {
        if (reader.Object(name) is not { } part)
            return Segment.Everybody;
        var segment = new Segment(
            part.Values<LanguageTag>("languages", Segment.MostValues, LanguageTag.TryParse)?.Select(language => language.Value).ToList(),
            part.NameList("services", Segment.MostValues),
            part.NameList("regions", Segment.MostValues),
            ReadTags(part));
        part.Close();
        return segment;
    }

    private static TagRule? ReadTags(RequestReader reader)
    {
        if (reader.Object("tags") is not { } part)
            return null;
        var rule = new TagRule(
            part.NameList("any", Segment.MostValues), part.NameList("all", Segment.MostValues), part.NameList("none", Segment.MostValues));
        part.Close();
        return rule;
    }
}
