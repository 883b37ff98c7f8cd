using HandlebarsDotNet;
using Peyk.Core.Calendars;
using Peyk.Core.Definitions;

namespace Peyk.Core.Templates;

/// <summary>Turns a source into a template and finds what would only fail when a message is written.</summary>
internal static class TemplateCompiler
{
    private const string StatusUpdates = "status-updates";

    public static IHandlebars CreateHandlebars()
    {
        var handlebars = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true });
        handlebars.RegisterHelper("short", (_, arguments) => Restyle(arguments, DateStyle.Short));
        handlebars.RegisterHelper("full", (_, arguments) => Restyle(arguments, DateStyle.Full));
        return handlebars;
    }

    public static Template? Compile(
        string path,
        string kind,
        string name,
        Language language,
        TemplateSource source,
        IHandlebars handlebars,
        List<DefinitionProblem> problems)
    {
        var before = problems.Count;
        IReadOnlyList<TemplateField> fields = [.. SystemFields.All, .. source.Fields];
        (string Field, string Text)[] texts =
            [("subject", source.Subject), ("preheader", source.Preheader), ("sms", source.Sms ?? ""), ("body", source.Body)];
        foreach (var (field, text) in texts)
        {
            foreach (var detail in Placeholders.Check(text, fields, blocksAlone: field == "body"))
                problems.Add(new DefinitionProblem(path, field, detail));
        }

        if (source.Body.Length == 0)
            problems.Add(new DefinitionProblem(path, "body", "is required"));
        CheckNamesCase(path, kind, source, problems);
        if (problems.Count > before)
            return null;

        var joined = string.Join(Shape.Separator, texts.Select(text => text.Text));
        var template = new Template(kind, name, language, source, handlebars.Compile(joined));
        problems.AddRange(DryRun(path, template, fields, [.. fields.Select(_ => 2)]));
        problems.AddRange(DryRun(path, template, fields, [.. fields.Select(field => field.Required ? 1 : 0)]).Except(problems));
        return problems.Count > before ? null : template;
    }

    /// <summary>A citizen with two cases must see which one a message is about.</summary>
    private static void CheckNamesCase(string path, string kind, TemplateSource source, List<DefinitionProblem> problems)
    {
        if (kind != StatusUpdates)
            return;
        if (!Placeholders.Names(source.Subject).Contains(SystemFields.CaseCode))
            problems.Add(new DefinitionProblem(path, "subject", "must name the case with {{case.code}}"));
        if (source.Sms is not null
            && !Placeholders.Names(source.Sms).Any(name => name is SystemFields.CaseCode or SystemFields.CaseUrl))
        {
            problems.Add(new DefinitionProblem(path, "sms", "must name the case with {{case.code}} or {{case.url}}"));
        }
    }

    private static IEnumerable<DefinitionProblem> DryRun(
        string path, Template template, IReadOnlyList<TemplateField> fields, IReadOnlyList<int> counts)
    {
        var filled = template.FillTokens(counts);
        foreach (var detail in EmailMarkdown.Check(Shape.Body(filled)))
            yield return new DefinitionProblem(path, "body", detail);

        foreach (var (token, place) in Shape.Compile(filled, template.Language).Html.Tokens)
        {
            if (place == Place.WholeUrl && fields[token.Field].Type != TemplateFieldType.Url)
                yield return new DefinitionProblem(path, "body", $"has '{fields[token.Field].Name}' as a link's URL; its type must be url");
        }
    }

    private static string Restyle(Arguments arguments, DateStyle style) =>
        arguments.Length > 0 && arguments[0] is string token ? Token.WithStyle(token, style) : "";
}
