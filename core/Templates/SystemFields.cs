using Peyk.Core.Calendars;

namespace Peyk.Core.Templates;

/// <summary>Values that templates may use without declaring them.</summary>
internal static class SystemFields
{
    public const string CaseCode = "case.code";
    public const string CaseUrl = "case.url";
    private const string CasePrefix = "case.";
    private const string SurveyPrefix = "survey.";

    /// <summary>Roots that no declared field may be named like.</summary>
    public static readonly IReadOnlyList<string> Reserved = ["case", "due", "recipient", "organisation", "this", "else", "short", "full", "survey"];

    public static readonly IReadOnlyList<TemplateField> All =
    [
        new() { Name = "organisation.name", Type = TemplateFieldType.Text, Required = true },
        new() { Name = "organisation.help", Type = TemplateFieldType.Text },
        new() { Name = "recipient.name", Type = TemplateFieldType.Text },
        new() { Name = "case.service", Type = TemplateFieldType.Text, Required = true },
        new() { Name = "case.step", Type = TemplateFieldType.Text, Required = true },
        new() { Name = CaseCode, Type = TemplateFieldType.Code, Required = true },
        new() { Name = CaseUrl, Type = TemplateFieldType.Url, Required = true },
        new() { Name = "case.occurred", Type = TemplateFieldType.DateTime },
        new() { Name = "case.hint", Type = TemplateFieldType.Text },
        new() { Name = "case.next", Type = TemplateFieldType.Text },
        new() { Name = "case.expected", Type = TemplateFieldType.Date },
        new() { Name = "due.date", Type = TemplateFieldType.Date },
        new() { Name = "due.at", Type = TemplateFieldType.DateTime },
        new() { Name = "survey.title", Type = TemplateFieldType.Text, Required = true },
        new() { Name = "survey.intro", Type = TemplateFieldType.Text },
        new() { Name = "survey.question", Type = TemplateFieldType.Text, Required = true },
        new() { Name = "survey.smsQuestion", Type = TemplateFieldType.Text },
        new() { Name = "survey.low", Type = TemplateFieldType.Text },
        new() { Name = "survey.high", Type = TemplateFieldType.Text },
        new() { Name = "survey.from", Type = TemplateFieldType.Number },
        new() { Name = "survey.to", Type = TemplateFieldType.Number },
        new() { Name = "survey.url", Type = TemplateFieldType.Url, Required = true },
    ];

    public static bool IsOfCase(string name) => name.StartsWith(CasePrefix, StringComparison.Ordinal);

    public static bool IsOfSurvey(string name) => name.StartsWith(SurveyPrefix, StringComparison.Ordinal);

    /// <summary>Their values in the order of <see cref="All"/>.</summary>
    public static TemplateValue?[] Read(RenderContext context, Language language) =>
    [
        Text(context.Organisation.Name(language.Tag)),
        Text(context.Case?.HelpContact ?? context.Organisation.HelpContact(language.Tag)),
        Text(context.Recipient?.Value),
        Text(context.Case?.Service),
        Text(context.Case?.Step),
        context.Case is null ? null : new TemplateValue.Code(context.Case.Code),
        context.Case is null ? null : new TemplateValue.Url(context.Case.Url.AbsoluteUri),
        context.Case?.OccurredAt is { } at ? new TemplateValue.Moment(at) : null,
        Text(context.Case?.Hint),
        Text(context.Case?.Next),
        context.Case?.Expected is { } date ? new TemplateValue.Date(date) : null,
        context.Due is { } due ? new TemplateValue.Date(due.Date) : null,
        context.Due?.At is { } moment ? new TemplateValue.Moment(moment) : null,
        Text(context.Survey?.Title),
        Text(context.Survey?.Intro),
        Text(context.Survey?.Question),
        Text(context.Survey?.SmsQuestion),
        Text(context.Survey?.Low),
        Text(context.Survey?.High),
        Number(context.Survey?.Scores is [var lowest, ..] ? lowest.Score : null),
        Number(context.Survey?.Scores is [.., var highest] ? highest.Score : null),
        context.Survey is null ? null : new TemplateValue.Url(context.Survey.Url.AbsoluteUri),
    ];

    private static TemplateValue.Number? Number(int? number) => number is { } value ? new TemplateValue.Number(value) : null;

    private static TemplateValue.Text? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : new TemplateValue.Text(text);
}
