using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using HandlebarsDotNet;
using Peyk.Core.Calendars;
using Peyk.Core.Cases;
using Peyk.Core.Text;

namespace Peyk.Core.Templates;

/// <summary>
/// A message in one language, ready to be filled. Safe for use by many threads; what is compiled is kept.
/// </summary>
public sealed class Template
{
    private const int LongestSubject = 200;
    private const int MostShapes = 256;
    private readonly TemplateSource _source;
    private readonly HandlebarsTemplate<object, object> _handlebars;
    private readonly ConcurrentDictionary<string, Shape> _shapes = new(StringComparer.Ordinal);
    private readonly TemplateField[] _all;

    internal Template(
        string kind, string name, Language language, TemplateSource source, HandlebarsTemplate<object, object> handlebars)
    {
        Kind = kind;
        Name = name;
        Language = language;
        _source = source;
        _handlebars = handlebars;
        _all = [.. SystemFields.All, .. source.Fields];
        string[] parts = [source.Subject, source.Preheader, source.Sms ?? "", source.Body];
        var needed = parts.SelectMany(Placeholders.UnconditionalNames).ToHashSet();
        NeedsCase = needed.Any(SystemFields.IsOfCase);
        NeedsSurvey = needed.Any(SystemFields.IsOfSurvey);
    }

    /// <summary>The capability, such as <c>status-updates</c>.</summary>
    public string Kind { get; }

    public string Name { get; }

    public Language Language { get; }

    /// <summary>The values it takes in <c>data</c>.</summary>
    public IReadOnlyList<TemplateField> Fields => _source.Fields;

    /// <summary>False when the template is for e-mail only.</summary>
    public bool HasSms => _source.Sms is not null;

    /// <summary>True when it can be rendered with <see cref="RenderContext.Case"/> only.</summary>
    public bool NeedsCase { get; }

    /// <summary>It asks for answers.</summary>
    public bool NeedsSurvey { get; }

    /// <summary>A <c>data</c> object of the declared examples, for previews.</summary>
    public JsonElement ExampleData
    {
        get
        {
            var members = Fields.Select(member => $"{JsonSerializer.Serialize(member.Name)}:{member.Example}");
            using var json = JsonDocument.Parse($"{{{string.Join(',', members)}}}");
            return json.RootElement.Clone();
        }
    }

    internal TemplateSource Source => _source;

    /// <summary>Everything that is wrong with a request's data; empty when it fits.</summary>
    /// <param name="data">The <c>data</c> object; undefined or null counts as empty.</param>
    /// <param name="pointer">JSON pointer of the object in its request.</param>
    public IReadOnlyList<TemplateDataProblem> Validate(JsonElement data, string pointer = "/data")
    {
        var problems = new List<TemplateDataProblem>();
        new TemplateDataReader(pointer, problems).Read(data, Fields);
        return problems;
    }

    /// <summary>The SMS. It may be longer than a provider takes: see <see cref="SmsText.IsTooLong"/>.</summary>
    /// <exception cref="InvalidTemplateDataException">The data was not validated.</exception>
    /// <exception cref="InvalidOperationException">The template has no SMS.</exception>
    public SmsText RenderSms(RenderContext context)
    {
        if (!HasSms)
            throw new InvalidOperationException($"The template {Kind}/{Name} has no SMS.");

        var (shape, writer) = Prepare(context);
        var output = new StringBuilder(256);
        shape.Sms.Fill(output, writer.Line);
        return SmsText.Prepare(output.ToString().Trim(), Language.FoldsArabicLetters);
    }

    /// <summary>The e-mail.</summary>
    /// <exception cref="InvalidTemplateDataException">The data was not validated.</exception>
    public RenderedEmail RenderEmail(RenderContext context)
    {
        var (shape, writer) = Prepare(context);
        var subject = UnicodeText.Shorten(Line(shape.Subject, writer), LongestSubject);
        var preheader = Line(shape.Preheader, writer);
        var frame = Frame(context);
        return new RenderedEmail(
            subject,
            preheader,
            EmailLayout.Html(frame, subject, preheader, output => shape.Html.Fill(output, writer.Html)),
            EmailLayout.Text(frame, output => shape.Text.Fill(output, writer.Text)));
    }

    /// <summary>What Handlebars makes of the template; <paramref name="counts"/> says of each field how many values it has, 0 for none.</summary>
    internal string FillTokens(IReadOnlyList<int> counts)
    {
        var model = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (index, field) in _all.Index())
            Put(model, field, index, counts[index]);
        return _handlebars(model);
    }

    private static void Put(Dictionary<string, object?> model, TemplateField field, int index, int count)
    {
        if (count == 0)
            return;

        object value = field.Type == TemplateFieldType.List
            ? Enumerable.Range(0, count).Select(item => Token.For(index, item)).ToArray()
            : Token.For(index);
        var path = field.Name.Split('.');
        if (path.Length == 1)
        {
            model[field.Name] = value;
            return;
        }

        if (!model.TryGetValue(path[0], out var inner))
            model[path[0]] = inner = new Dictionary<string, object?>(StringComparer.Ordinal);
        ((Dictionary<string, object?>)inner!)[path[1]] = value;
    }

    private (Shape Shape, ValueWriter Writer) Prepare(RenderContext context)
    {
        if (context.Case is null && NeedsCase)
            throw new InvalidOperationException($"The template {Kind}/{Name} is about a case, and none was given.");

        if (context.Survey is null && NeedsSurvey)
            throw new InvalidOperationException($"The template {Kind}/{Name} asks for answers, and no survey was given.");

        var problems = new List<TemplateDataProblem>();
        var data = new TemplateDataReader("/data", problems).Read(context.Data, Fields);
        if (problems.Count > 0)
            throw new InvalidTemplateDataException(problems);

        TemplateValue?[] values = [.. SystemFields.Read(context, Language), .. data];
        return (FindShape(values), new ValueWriter(values, Language, context.Zone));
    }

    // Which values are present, and how many items lists have, is all that blocks can ask; so it names the shape.
    private Shape FindShape(TemplateValue?[] values)
    {
        var key = string.Create(values.Length, values, static (result, values) =>
        {
            for (var i = 0; i < values.Length; i++)
                result[i] = (char)('0' + Count(values[i]));
        });
        if (_shapes.TryGetValue(key, out var shape))
            return shape;

        shape = Shape.Compile(FillTokens([.. values.Select(Count)]), Language);
        if (_shapes.Count < MostShapes)
            _shapes.TryAdd(key, shape);
        return shape;
    }

    private static int Count(TemplateValue? value) => value switch
    {
        null => 0,
        TemplateValue.List list => list.Items.Count,
        _ => 1,
    };

    private static string Line(Skeleton skeleton, ValueWriter writer)
    {
        var output = new StringBuilder(128);
        skeleton.Fill(output, writer.Line);
        return UnicodeText.SingleLine(output.ToString());
    }

    private EmailFrame Frame(RenderContext context)
    {
        var tone = _source.Tone ?? context.Tone;
        return new EmailFrame(
            Language,
            tone,
            context.Organisation.Name(Language.Tag),
            context.Recipient is { } name
                ? Language.Say("email.greeting", ("name", PersianText.Isolate(name.Value, Language.IsRightToLeft)))
                : Language["email.greetingUnnamed"],
            tone switch
            {
                CaseTone.Neutral => null,
                CaseTone.Success => Language["opening.success"],
                CaseTone.Setback => Language["opening.setback"],
            },
            context.Case?.HelpContact ?? context.Organisation.HelpContact(Language.Tag),
            Language.Say("email.why", ("organisation", context.Organisation.Name(Language.Tag))),
            [.. FootLinks(context.Links)])
        {
            Survey = context.Survey,
        };
    }

    private IEnumerable<(string Label, string Url)> FootLinks(MessageLinks links)
    {
        if (links.Verify is { } verify)
            yield return (Language["email.verify"], verify.AbsoluteUri);
        if (links.Preferences is { } preferences)
            yield return (Language["email.preferences"], preferences.AbsoluteUri);
        if (links.Unsubscribe is { } unsubscribe)
            yield return (Language["email.unsubscribe"], unsubscribe.AbsoluteUri);
    }
}
