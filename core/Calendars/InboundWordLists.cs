using Peyk.Core.Definitions;

namespace Peyk.Core.Calendars;

/// <summary>Words of a language that are understood when a citizen sends them, from the section <c>inbound</c> of its file.</summary>
public sealed record InboundWordLists
{
    private const int LargestNumber = 10;

    private InboundWordLists()
    {
    }

    public IReadOnlyList<string> Stop { get; private init; } = [];
    public IReadOnlyList<string> Help { get; private init; } = [];
    public IReadOnlyList<string> Start { get; private init; } = [];

    /// <summary>For 0 to 10; several words for one number are parted by a bar; empty where the word could mean something else.</summary>
    public IReadOnlyList<string> Numbers { get; private init; } = [];

    /// <summary>Numbers that are no score, such as “half” and “twenty”.</summary>
    public IReadOnlyList<string> OtherNumbers { get; private init; } = [];

    /// <summary>Words beside which a number counts or names something: “2 times”, “window 3”. The names of months are such words too.</summary>
    public IReadOnlyList<string> Units { get; private init; } = [];

    /// <summary>Words between a score and its best, as in “4 of 5”.</summary>
    public IReadOnlyList<string> Of { get; private init; } = [];

    /// <summary>Words by which a citizen complains.</summary>
    public IReadOnlyList<string> Complaint { get; private init; } = [];

    /// <summary>Words beside which a word of complaint says that there is none: “no complaints”.</summary>
    public IReadOnlyList<string> NoComplaint { get; private init; } = [];

    internal static InboundWordLists Read(YamlReader yaml)
    {
        if (yaml.Map("inbound") is not { } map)
        {
            if (!yaml.Has("inbound"))
                yaml.Report("inbound", "is required");
            return new();
        }

        map.AllowOnly("stop", "help", "start", "numbers", "otherNumbers", "units", "of", "complaint", "noComplaint");
        var numbers = map.Texts("numbers");
        if (numbers.Count != LargestNumber + 1)
            map.Report("numbers", $"must have a word for each number from 0 to {LargestNumber}");
        return new()
        {
            Stop = map.Texts("stop"),
            Help = map.Texts("help"),
            Start = map.Texts("start"),
            Numbers = numbers,
            OtherNumbers = map.Texts("otherNumbers"),
            Units = map.Texts("units"),
            Of = map.Texts("of"),
            Complaint = map.Texts("complaint"),
            NoComplaint = map.Texts("noComplaint"),
        };
    }
}
