using System.Text.RegularExpressions;

namespace Peyk.Core.Templates;

/// <summary>
/// The part of Handlebars that templates may use: <c>{{name}}</c>, <c>{{short when}}</c>, <c>{{full when}}</c>, <c>{{#if}}</c>,
/// <c>{{#unless}}</c>, <c>{{#each}}</c>, <c>{{else}}</c> and comments. Every name is checked against the fields before anything runs.
/// </summary>
internal static partial class Placeholders
{
    /// <summary>Everything wrong in one text of a template.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fields">All fields it may name.</param>
    /// <param name="blocksAlone">True for Markdown, where a block helper must have its line for itself.</param>
    public static IEnumerable<string> Check(string text, IReadOnlyList<TemplateField> fields, bool blocksAlone)
    {
        var open = new Stack<string>();
        foreach (Match match in Any().Matches(text))
        {
            var expression = Parse(match.Value);
            if (expression is null)
                yield return $"'{match.Value}' is not a placeholder that templates may have";
            else if (expression.Block is not null && blocksAlone && !StandsAlone(text, match))
                yield return $"'{match.Value}' must stand on a line of its own";
            else if (CheckBlocks(expression, open) is { } blocks)
                yield return $"'{match.Value}' {blocks}";
            else if (CheckName(expression, fields, open) is { } name)
                yield return $"'{match.Value}' {name}";
        }

        foreach (var block in open)
            yield return $"'{{{{#{block}}}}}' is not closed";

        // What Handlebars would read as a placeholder though the pattern above does not.
        if (text.Contains("{{{", StringComparison.Ordinal) || Any().Replace(text, "").Contains("{{", StringComparison.Ordinal))
            yield return "has '{{' without '}}', or three braces";
    }

    /// <summary>Names of the fields that a text uses.</summary>
    public static IEnumerable<string> Names(string text) =>
        from Match match in Any().Matches(text)
        let expression = Parse(match.Value)
        where expression?.Name is not (null or "this")
        select expression.Name;

    /// <summary>Names of the fields that a text uses outside of any <c>{{#if}}</c> of a field with the same root.</summary>
    public static IEnumerable<string> UnconditionalNames(string text)
    {
        var open = new Stack<string?>();
        foreach (Match match in Any().Matches(text))
        {
            var expression = Parse(match.Value);
            switch (expression?.Block)
            {
                case ['#', ..]:
                    open.Push(expression is { Block: "#if", Name: { } asked } ? Root(asked) : null);
                    break;
                case ['/', ..]:
                    open.Pop();
                    break;
                case "else":
                    // Here the field is known to be absent.
                    open.Pop();
                    open.Push(null);
                    break;
                case null when expression?.Name is { } name && name != "this" && !open.Contains(Root(name)):
                    yield return name;
                    break;
            }
        }
    }

    private static string Root(string name) => name.Split('.')[0];

    private static Expression? Parse(string text)
    {
        if (Comment().IsMatch(text))
            return new Expression(null, null, null);
        if (Open().Match(text) is { Success: true } open)
            return new Expression("#" + open.Groups[1].Value, null, open.Groups[2].Value);
        if (Close().Match(text) is { Success: true } close)
            return new Expression("/" + close.Groups[1].Value, null, null);
        if (Else().IsMatch(text))
            return new Expression("else", null, null);
        return Value().Match(text) is { Success: true } value
            ? new Expression(null, value.Groups[1].Success ? value.Groups[1].Value : null, value.Groups[2].Value)
            : null;
    }

    private static string? CheckBlocks(Expression expression, Stack<string> open)
    {
        switch (expression.Block)
        {
            case null:
                return null;
            case "else":
                return open.Count == 0 ? "stands in no block" : null;
            case ['#', .. var name]:
                open.Push(name);
                return null;
            default:
                return open.Count > 0 && open.Pop() == expression.Block[1..] ? null : "closes a block that is not open";
        }
    }

    private static string? CheckName(Expression expression, IReadOnlyList<TemplateField> fields, Stack<string> open)
    {
        if (expression.Name is not { } name)
            return null;
        if (name == "this")
            return open.Contains("each") && expression.Block is null ? null : "stands in no {{#each}}";
        if (fields.FirstOrDefault(field => field.Name == name) is not { } field)
            return "names no declared value";
        if (expression.Block == "#each")
            return field.Type == TemplateFieldType.List ? null : "needs a list";
        if (expression.Block is null && field.Type == TemplateFieldType.List)
            return "is a list and needs {{#each}}";
        if (expression.Block is null && open.Contains("each"))
            return "cannot be reached inside {{#each}}";
        if (expression.Style is not null && field.Type is not (TemplateFieldType.Date or TemplateFieldType.DateTime))
            return "needs a date";
        return null;
    }

    private static bool StandsAlone(string text, Match match)
    {
        var start = text.LastIndexOf('\n', Math.Max(match.Index - 1, 0)) + 1;
        var end = text.IndexOf('\n', match.Index + match.Length);
        var line = text.AsSpan(start, (end < 0 ? text.Length : end) - start);
        return line.Trim().SequenceEqual(match.ValueSpan);
    }

    private sealed record Expression(string? Block, string? Style, string? Name);

    [GeneratedRegex(@"\{\{!--.*?--\}\}|\{\{[^{}]*\}\}", RegexOptions.Singleline)]
    private static partial Regex Any();

    [GeneratedRegex(@"^\{\{!.*\}\}$", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^\{\{#(if|unless|each) ([A-Za-z0-9.]+)\}\}$")]
    private static partial Regex Open();

    [GeneratedRegex(@"^\{\{/(if|unless|each)\}\}$")]
    private static partial Regex Close();

    [GeneratedRegex(@"^\{\{else\}\}$")]
    private static partial Regex Else();

    [GeneratedRegex(@"^\{\{(?:(short|full) )?([A-Za-z0-9.]+)\}\}$")]
    private static partial Regex Value();
}
