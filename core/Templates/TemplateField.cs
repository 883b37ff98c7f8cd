namespace Peyk.Core.Templates;

/// <summary>What a value is; it decides how the value is checked and written.</summary>
public enum TemplateFieldType
{
    /// <summary>A JSON string of plain text.</summary>
    Text,

    /// <summary>A JSON string <c>2026-11-21</c>, written in the calendar of the language.</summary>
    Date,

    /// <summary>A JSON string <c>2026-11-21T10:00:00+03:30</c>, written in the recipient's zone.</summary>
    DateTime,

    /// <summary>A JSON number.</summary>
    Number,

    /// <summary>A JSON object <c>{"amount": 1250000, "currency": "IRR"}</c>.</summary>
    Money,

    /// <summary>A JSON string with an absolute https, http, mailto or tel URL.</summary>
    Url,

    /// <summary>A JSON string of Latin letters, digits and signs, read from left to right everywhere.</summary>
    Code,

    /// <summary>A JSON array of at most 20 plain texts.</summary>
    List,
}

/// <summary>A value that a template takes.</summary>
public sealed record TemplateField
{
    /// <summary>The name in placeholders and in the request's <c>data</c>.</summary>
    public required string Name { get; init; }

    public required TemplateFieldType Type { get; init; }

    public bool Required { get; init; }

    /// <summary>What it is for, for those who post.</summary>
    public string Description { get; init; } = "";

    /// <summary>Longest text, in UTF-16 units; 1 to 5,000, 500 when the template does not say.</summary>
    public int MaxLength { get; init; } = 500;

    /// <summary>A value for previews, as JSON.</summary>
    public string Example { get; init; } = "";
}

/// <summary>Why a value was refused.</summary>
/// <param name="Pointer">JSON pointer into the request, such as <c>/data/amount</c>.</param>
/// <param name="Code">One of <see cref="TemplateDataCodes"/>.</param>
/// <param name="Detail">For people; never repeats the value.</param>
public sealed record TemplateDataProblem(string Pointer, string Code, string Detail);

/// <summary>The stable codes of <see cref="TemplateDataProblem"/>.</summary>
public static class TemplateDataCodes
{
    public const string Required = "required";
    public const string UnknownMember = "unknown_member";
    public const string DuplicateMember = "duplicate_member";
    public const string WrongType = "wrong_type";
    public const string TooLong = "too_long";
    public const string InvalidText = "invalid_text";
    public const string InvalidDate = "invalid_date";
    public const string InvalidMoney = "invalid_money";
    public const string InvalidUrl = "invalid_url";
    public const string UrlScheme = "url_scheme";
    public const string InvalidCode = "invalid_code";
}

/// <summary>Data that <see cref="Template.Validate"/> refuses reached rendering; a fault of the caller, who must validate first.</summary>
public sealed class InvalidTemplateDataException(IReadOnlyList<TemplateDataProblem> problems)
    : Exception($"The data does not fit the template: {string.Join(", ", problems.Select(problem => $"{problem.Pointer} {problem.Code}"))}.")
{
    public IReadOnlyList<TemplateDataProblem> Problems { get; } = problems;
}
