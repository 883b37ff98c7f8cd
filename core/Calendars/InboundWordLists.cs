using Peyk.Core.Definitions;

namespace Peyk.Core.Calendars;

/// <summary>Words of a language that are understood when a citizen sends them, from the section <c>inbound</c> of its file.</summary>
/// <param name="Numbers">For 0 to 10; several words for one number are parted by a bar; empty where the word could mean something else.</param>
/// <param name="Of">Words between a score and its best, as in “4 of 5”.</param>
public sealed record InboundWordLists(
    IReadOnlyList<string> Stop, IReadOnlyList<string> Help, IReadOnlyList<string> Start, IReadOnlyList<string> Numbers, IReadOnlyList<string> Of)
{
    private const int LargestNumber = 10;

    internal static InboundWordLists Read(YamlReader yaml)
    {
        if (yaml.Map("inbound") is not { } map)
        {
            if (!yaml.Has("inbound"))
                yaml.Report("inbound", "is required");
            return new([], [], [], [], []);
        }

        map.AllowOnly("stop", "help", "start", "numbers", "of");
        var numbers = map.Texts("numbers");
        if (numbers.Count != LargestNumber + 1)
            map.Report("numbers", $"must have a word for each number from 0 to {LargestNumber}");
        return new(map.Texts("stop"), map.Texts("help"), map.Texts("start"), numbers, map.Texts("of"));
    }
}
