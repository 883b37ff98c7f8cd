using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using Peyk.Core.Calendars;
using Peyk.Core.Surveys;

namespace Peyk.Functions.Assistant;

/// <summary>An answer to a text: a template of the kind <c>replies</c> and its data.</summary>
/// <param name="ClientId">The client whose request or case it is about; null for none.</param>
public sealed record Reply(string Template, string Language, JsonElement Data, string? ClientId = null)
{
    public const string Kind = "replies";

    public static Reply Of(string template, Language language, string? clientId = null, params ReadOnlySpan<(string Name, string? Value)> data)
    {
        var json = new JsonObject();
        foreach (var (name, value) in data)
        {
            if (!string.IsNullOrWhiteSpace(value))
                json[name] = value;
        }

        return new(template, language.Tag.Value, JsonSerializer.Deserialize(json.ToJsonString(), Shared.PeykJson.Default.JsonElement), clientId);
    }

    /// <summary>An item of a survey, asked by SMS.</summary>
    public static Reply Question(string template, SurveyItem item, Language language, string clientId, string? thanks = null)
    {
        var reply = Of(
            template, language, clientId, ("question", item.SmsQuestion(language.Tag)), ("thanks", thanks),
            ("low", item.Scale?.Low.In(language.Tag)), ("high", item.Scale?.High.In(language.Tag)));
        if (item.Scale is not { } scale)
            return reply;
        var data = JsonNode.Parse(reply.Data.GetRawText())!.AsObject();
        (data["from"], data["to"]) = (scale.From, scale.To);
        return reply with { Data = JsonSerializer.Deserialize(data.ToJsonString(), Shared.PeykJson.Default.JsonElement) };
    }

    public static string Day(LocalDate date) => LocalDatePattern.Iso.Format(date);
}
