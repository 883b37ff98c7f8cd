using HandlebarsDotNet;
using Peyk.Core.Addresses;
using Peyk.Core.Calendars;
using Peyk.Core.Definitions;

namespace Peyk.Core.Templates;

/// <summary>All templates, by kind, name and language.</summary>
public sealed class TemplateCatalog
{
    private readonly Dictionary<(string Kind, string Name, string Language), Template> _templates;
    private readonly Language _default;

    private TemplateCatalog(Dictionary<(string, string, string), Template> templates, Language defaultLanguage)
    {
        _templates = templates;
        _default = defaultLanguage;
    }

    public IReadOnlyCollection<Template> Templates => _templates.Values;

    /// <summary>The template in that language, else in its primary language, else in the default language; null when there is none.</summary>
    public Template? Find(string kind, string name, LanguageTag? language = null) =>
        (language is null ? null : Exact(kind, name, language.Value) ?? Exact(kind, name, language.Primary))
        ?? Exact(kind, name, _default.Tag.Value);

    /// <summary>Reads and compiles template files.</summary>
    /// <param name="files">Files whose paths are <c>{kind}/{name}.{language}.md</c>.</param>
    /// <param name="languages">The languages they may be in.</param>
    /// <exception cref="InvalidDefinitionException">Some file is wrong; the message names every file and field.</exception>
    public static TemplateCatalog Load(IEnumerable<DefinitionFile> files, LanguageCatalog languages)
    {
        var problems = new List<DefinitionProblem>();
        var templates = new Dictionary<(string, string, string), Template>();
        var handlebars = TemplateCompiler.CreateHandlebars();
        foreach (var file in files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            if (Read(file, languages, handlebars, problems) is { } template)
                templates.Add((template.Kind, template.Name, template.Language.Tag.Value), template);
        }

        foreach (var template in templates.Values)
            CheckAgainstDefault(template, templates, languages.Default, problems);
        InvalidDefinitionException.ThrowIfAny(problems);
        return new TemplateCatalog(templates, languages.Default);
    }

    private Template? Exact(string kind, string name, string language) => _templates.GetValueOrDefault((kind, name, language));

    private static Template? Read(
        DefinitionFile file, LanguageCatalog languages, IHandlebars handlebars, List<DefinitionProblem> problems)
    {
        var parts = file.Path.Split('/');
        var names = parts[^1].Split('.');
        if (parts.Length != 2 || names is not [var name, var tag, "md"])
        {
            problems.Add(new DefinitionProblem(file.Path, "", "must be named {kind}/{name}.{language}.md"));
            return null;
        }

        if (languages.Languages.FirstOrDefault(language => language.Tag.Value == tag) is not { } language)
        {
            problems.Add(new DefinitionProblem(file.Path, "", $"there is no language file {tag}.yaml"));
            return null;
        }

        return TemplateSource.Read(file, problems) is { } source
            ? TemplateCompiler.Compile(file.Path, parts[0], name, language, source, handlebars, problems)
            : null;
    }

    private static void CheckAgainstDefault(
        Template template, Dictionary<(string, string, string), Template> templates, Language first, List<DefinitionProblem> problems)
    {
        var path = $"{template.Kind}/{template.Name}.{template.Language}.md";
        if (!templates.TryGetValue((template.Kind, template.Name, first.Tag.Value), out var model))
        {
            problems.Add(new DefinitionProblem(path, "", $"is not there in the default language {first}"));
            return;
        }

        // One declaration in all languages, or a request would be valid or not by the language of its recipient.
        var wanted = model.Fields.Select(field => (field.Name, field.Type, field.Required, field.MaxLength)).ToHashSet();
        if (!wanted.SetEquals(template.Fields.Select(field => (field.Name, field.Type, field.Required, field.MaxLength))))
            problems.Add(new DefinitionProblem(path, "data", $"must have the same names, types, required and max as in {first}"));
        if (template.HasSms != model.HasSms)
            problems.Add(new DefinitionProblem(path, "sms", $"must be there, or not, as in {first}"));
    }
}
