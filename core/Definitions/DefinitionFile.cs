namespace Peyk.Core.Definitions;

/// <summary>A file of definitions as the app read it: <paramref name="Path"/> relative to its folder with forward slashes, and its text.</summary>
public sealed record DefinitionFile(string Path, string Text)
{
    /// <summary>The file name without its last extension: <c>retirement</c> of <c>Services/retirement.yaml</c>.</summary>
    public string Stem => System.IO.Path.GetFileNameWithoutExtension(Path);
}

/// <summary>One thing wrong in one file.</summary>
/// <param name="File">The file's path.</param>
/// <param name="Field">Where in it, such as <c>steps[2].names.fa</c>; empty for the file as a whole.</param>
/// <param name="Detail">What is wrong and what is wanted.</param>
public sealed record DefinitionProblem(string File, string Field, string Detail)
{
    public override string ToString() => Field.Length == 0 ? $"{File}: {Detail}" : $"{File}: {Field}: {Detail}";
}

/// <summary>Definition files do not hold what they must; the message names every file and field.</summary>
public sealed class InvalidDefinitionException(IReadOnlyList<DefinitionProblem> problems)
    : Exception("Invalid definitions:" + string.Concat(problems.Select(problem => "\n- " + problem)))
{
    public IReadOnlyList<DefinitionProblem> Problems { get; } = problems;

    internal static void ThrowIfAny(IReadOnlyList<DefinitionProblem> problems)
    {
        if (problems.Count > 0)
            throw new InvalidDefinitionException(problems);
    }
}
