using System.Globalization;

namespace Peyk.Bench.Newsletters;

/// <summary>How many subscribers, from <c>--subscribers 10000,100000,1000000</c>.</summary>
internal static class NewsletterSizes
{
    public static IReadOnlyList<int> Read(string[] args) =>
    [
        .. (args.SkipWhile(a => a != "--subscribers").Skip(1).FirstOrDefault() ?? "10000,100000")
            .Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(size => int.Parse(size, NumberStyles.None, CultureInfo.InvariantCulture)),
    ];
}
