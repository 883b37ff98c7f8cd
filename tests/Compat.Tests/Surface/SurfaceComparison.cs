namespace Peyk.Compat.Tests.Surface;

/// <summary>
/// Says which lines of a subset do not stand in a listing. Members must be the same to the letter; a type may have
/// fewer interfaces than the official one, for code that compiles against the smaller type compiles against the larger.
/// </summary>
internal static class SurfaceComparison
{
    public static IReadOnlyList<string> Excess(IEnumerable<SurfaceLine> subset, IEnumerable<SurfaceLine> listing)
    {
        var lines = listing.ToHashSet();
        var types = lines.Where(line => line.IsType).ToDictionary(line => line.Owner, line => TypeHead.Parse(line.Declaration));
        return [.. subset.Where(line => !Stands(line)).Select(line => line.ToString())];

        bool Stands(SurfaceLine line) => lines.Contains(line)
            || (line.IsType && types.TryGetValue(line.Owner, out var official) && TypeHead.Parse(line.Declaration).FitsIn(official));
    }

    /// <summary>The lines of <paramref name="listing"/> that <paramref name="subset"/> makes use of.</summary>
    public static IReadOnlyList<SurfaceLine> Used(IEnumerable<SurfaceLine> subset, IEnumerable<SurfaceLine> listing)
    {
        var members = subset.ToHashSet();
        var types = members.Where(line => line.IsType).Select(line => line.Owner).ToHashSet();
        return [.. listing.Where(line => line.IsType ? types.Contains(line.Owner) : members.Contains(line))];
    }

    private sealed record TypeHead(string Name, string? Base, IReadOnlySet<string> Interfaces, string Constraints)
    {
        public static TypeHead Parse(string declaration)
        {
            var where = declaration.IndexOf(" where ", StringComparison.Ordinal);
            var constraints = where < 0 ? "" : declaration[where..];
            var head = (where < 0 ? declaration : declaration[..where]).Split(" : ", 2);
            var list = head.Length == 1 ? [] : SplitList(head[1]);
            var isInterface = head[0].Contains(" interface ", StringComparison.Ordinal);
            var isStruct = head[0].Contains(" struct ", StringComparison.Ordinal);
            var bases = isInterface || isStruct ? 0 : Math.Min(1, list.Count);
            return new(head[0], list.Take(bases).SingleOrDefault(), list.Skip(bases).ToHashSet(), constraints);
        }

        public bool FitsIn(TypeHead official) =>
            Name == official.Name && Base == official.Base && Constraints == official.Constraints && Interfaces.IsSubsetOf(official.Interfaces);

        // Commas between type arguments do not part the list.
        private static List<string> SplitList(string list)
        {
            var parts = new List<string>();
            var depth = 0;
            var start = 0;
            for (var i = 0; i < list.Length; i++)
            {
                depth += list[i] switch { '<' or '(' => 1, '>' or ')' => -1, _ => 0 };
                if (list[i] != ',' || depth > 0)
                    continue;
                parts.Add(list[start..i].Trim());
                start = i + 1;
            }

            parts.Add(list[start..].Trim());
            return parts;
        }
    }
}
