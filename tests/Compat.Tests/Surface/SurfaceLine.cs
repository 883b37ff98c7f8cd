namespace Peyk.Compat.Tests.Surface;

/// <summary>
/// One line of a listing, <c>OWNER | KIND | DECLARATION</c>: a type or a member that users of an assembly can see.
/// </summary>
internal sealed record SurfaceLine(string Owner, string Kind, string Declaration)
{
    private const string Separator = " | ";

    public bool IsType => Kind == "type";

    public static SurfaceLine Parse(string line)
    {
        var parts = line.Split(Separator, 3);
        return parts.Length == 3 ? new(parts[0], parts[1], parts[2]) : throw new FormatException($"Not a line of a listing: {line}");
    }

    /// <summary>Reads a listing; lines that begin with # are comments.</summary>
    public static IReadOnlyList<SurfaceLine> ReadFile(string path) =>
        [.. File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#').Select(Parse)];

    public override string ToString() => string.Join(Separator, Owner, Kind, Declaration);
}
