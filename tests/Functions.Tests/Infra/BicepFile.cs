using System.Text.RegularExpressions;

namespace Peyk.Functions.Tests.Infra;

/// <summary>
/// What our tests need to know of a Bicep file: its declarations, and the text of their bodies. It reads our own plain style (declarations
/// begin a line); whether the file is valid is for Bicep to say.
/// </summary>
internal sealed partial class BicepFile
{
    private readonly string _text;

    private BicepFile(string path)
    {
        Path = path;
        _text = Comment().Replace(File.ReadAllText(path), "");
        Parameters = [.. Parameter().Matches(_text).Select(m => new BicepParameter(m.Groups[1].Value, HasDefault(m.Groups[2].Value)))];
        Outputs = [.. Output().Matches(_text).Select(m => m.Groups[1].Value)];
        Modules = [.. Module().Matches(_text).Select(m => ReadModule(m))];
        Resources = [.. Resource().Matches(_text).Select(m => m.Groups[2].Value)];
        Guids = [.. Guid().Matches(_text).Select(m => m.Value).Distinct()];
    }

    public string Path { get; }

    public IReadOnlyList<BicepParameter> Parameters { get; }

    public IReadOnlyList<string> Outputs { get; }

    public IReadOnlyList<BicepModule> Modules { get; }

    /// <summary>Types with versions.</summary>
    public IReadOnlyList<string> Resources { get; }

    public IReadOnlyList<string> Guids { get; }

    /// <summary>Names of application settings that appear as keys: those with two underscores, and the platform's in capitals.</summary>
    public IReadOnlySet<string> SettingKeys => SettingKey().Matches(_text).Select(m => m.Groups[1].Value).ToHashSet();

    public static BicepFile Read(string path) => new(path);

    /// <summary>The elements of an array of strings.</summary>
    public IReadOnlyList<string> Strings(string variable) =>
        [.. Quoted().Matches(Body(_text.IndexOf($"var {variable} = [", StringComparison.Ordinal), '[', ']')).Select(m => m.Groups[1].Value)];

    /// <summary>Uses of a module's outputs, as (module, output).</summary>
    public IEnumerable<(string Module, string Output)> OutputsUsed => OutputUse().Matches(_text).Select(m => (m.Groups[1].Value, m.Groups[2].Value));

    public string FullPathOf(BicepModule module) => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, module.File);

    private BicepModule ReadModule(Match match)
    {
        var body = Body(match.Index, '{', '}', skip: match.Length);
        var parameters = Body(body, body.IndexOf("params: {", StringComparison.Ordinal), '{', '}');
        return new(match.Groups[1].Value, match.Groups[2].Value, [.. Assigned().Matches(Flat(parameters)).Select(m => m.Groups[1].Value)]);
    }

    private string Body(int start, char open, char close, int skip = 0) => Body(_text, start + skip, open, close);

    private static string Body(string text, int start, char open, char close)
    {
        start.ShouldBeGreaterThanOrEqualTo(0);
        var from = text.IndexOf(open, start);
        var depth = 0;
        for (var i = from; i < text.Length; i++)
        {
            depth += text[i] == open ? 1 : text[i] == close ? -1 : 0;
            if (depth == 0)
                return text[(from + 1)..i];
        }

        throw new FormatException("A brace has no pair.");
    }

    /// <summary>Without what stands in inner braces.</summary>
    private static string Flat(string body)
    {
        var depth = 0;
        return string.Concat(body.Where(c =>
        {
            depth += c is '{' or '[' ? 1 : 0;
            var keep = depth == 0;
            depth -= c is '}' or ']' ? 1 : 0;
            return keep;
        }));
    }

    private static bool HasDefault(string rest) => Flat(rest).Contains('=');

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^param (\w+) (.*)$", RegexOptions.Multiline)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^output (\w+) ", RegexOptions.Multiline)]
    private static partial Regex Output();

    [GeneratedRegex(@"^module (\w+) '([^']+)' = (?:if \([^)]*\) )?", RegexOptions.Multiline)]
    private static partial Regex Module();

    [GeneratedRegex(@"^resource (\w+) '([^']+)'", RegexOptions.Multiline)]
    private static partial Regex Resource();

    [GeneratedRegex("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Guid();

    [GeneratedRegex(@"\b([A-Za-z]+(?:__[A-Za-z]+)+|[A-Z]+(?:_[A-Z]+)+):")]
    private static partial Regex SettingKey();

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^\s*(\w+):", RegexOptions.Multiline)]
    private static partial Regex Assigned();

    [GeneratedRegex(@"\b(\w+)!?\.outputs\.(\w+)")]
    private static partial Regex OutputUse();
}

internal sealed record BicepParameter(string Name, bool HasDefault);

/// <param name="Name">The symbol.</param>
/// <param name="File">Relative to the file that uses it.</param>
/// <param name="Passed">Names of the parameters that it is given.</param>
internal sealed record BicepModule(string Name, string File, IReadOnlyList<string> Passed);
