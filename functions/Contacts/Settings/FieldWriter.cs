using NodaTime;
using Peyk.Core.Calendars;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Contacts.Settings;

/// <summary>Writes the fields of a form, each with its label, its hint and what is wrong with it.</summary>
internal sealed class FieldWriter(Language language, IReadOnlyList<FormError> errors)
{
    /// <summary>What is wrong, in words that stand for themselves.</summary>
    public static string Say(FormError error, Language language) => language.Say(
        error.Message, ("time", language.Format(new LocalTime(21, 30))), ("field", language[NameOf(error.Field)]));

    // Key of the words that name a field in the list of what is wrong.
    private static string NameOf(string field) => field switch
    {
        "from" => "preferences.from",
        "to" => "preferences.to",
        "until" => "preferences.until",
        "language" => "preferences.language",
        "hours-usual" => "preferences.hours",
        "pause-none" => "preferences.pause",
        _ => "preferences.first",
    };

    /// <summary>An attribute that has no value: it is there or not.</summary>
    public static Html Flag(string attribute, bool isSet) => isSet && attribute is "checked" or "selected"
        ? attribute == "checked" ? Html.Of($" checked") : Html.Of($" selected")
        : Html.Empty;

    /// <param name="hint">Key of a sentence below the legend; null when <paramref name="text"/> is that sentence, or there is none.</param>
    public Html Group(string legend, string? hint, string? text, IEnumerable<Html> choices)
    {
        var sentence = hint is null ? text : language[hint];
        return Html.Of($"""
            <fieldset><legend>{language[legend]}</legend>
            <p class="hint">{sentence}</p>
            {choices}</fieldset>
            """);
    }

    public Html Radio(string name, string value, string chosen, string label)
    {
        var id = $"{name}-{value}";
        return Html.Of($"""
            {Error(id)}<label class="choice"><input type="radio" id="{id}" name="{name}" value="{value}"{Flag("checked", value == chosen)}> <span>{label}</span></label>
            """);
    }

    public Html Text(string id, string label, string value, string hint, string example) => Html.Of($"""
        <div class="field"><label for="{id}">{language[label]}</label>{Error(id)}
        <input type="text" id="{id}" name="{id}" value="{value}" dir="ltr" inputmode="text" maxlength="40" autocomplete="off"{Described(id, $"{id}-hint")}>
        <p class="hint" id="{id}-hint">{language.Say(hint, ("example", example))}</p></div>
        """);

    public Html Error(string id) => Find(id) is { } error
        ? Html.Of($"""<p class="error" id="{id}-error">{Say(error, language)}</p>""")
        : Html.Empty;

    /// <summary>What tells an assistive technology of the hint and the error.</summary>
    public Html Described(string id, string? hint)
    {
        var described = string.Join(' ', new[] { Find(id) is null ? null : $"{id}-error", hint }.OfType<string>());
        var by = described.Length > 0 ? Html.Of($" aria-describedby=\"{described}\"") : Html.Empty;
        return Find(id) is null ? by : Html.Of($"{by} aria-invalid=\"true\"");
    }

    private FormError? Find(string id) => errors.FirstOrDefault(error => error.Field == id);
}
