using Peyk.Core.Inbound;
using Peyk.Core.Surveys;
using Peyk.Core.Text;

namespace Peyk.Functions.Feedback;

/// <summary>One page of the form as it was sent.</summary>
/// <param name="Part">Which page of the survey, from 0.</param>
/// <param name="Answers">What was answered; items that were left open are not in it.</param>
public sealed record FeedbackForm(int Part, IReadOnlyDictionary<string, Answer> Answers, bool IsHoneypotFilled)
{
    public const string PartField = "part";

    /// <summary>A field that people do not see, under a name that machines like to fill.</summary>
    public const string Honeypot = "website";

    /// <summary>Name of the field of an item; a survey's own key could be another field's name.</summary>
    public static string FieldOf(SurveyItem item) => $"item-{item.Key}";

    /// <summary>Reads what fits the survey; a form that was made up by hand tells no more than a good one.</summary>
    public static FeedbackForm Read(IFormCollection form, SurveyDefinition survey)
    {
        var parts = SurveyParts.Of(survey);
        var part = int.TryParse(form[PartField], out var number) && number >= 0 && number < parts.Length ? number : 0;
        var answers = new Dictionary<string, Answer>(StringComparer.Ordinal);
        foreach (var item in parts[part])
        {
            if (Read(form[FieldOf(item)].ToString(), item) is { } answer)
                answers[item.Key] = answer;
        }

        return new(part, answers, form[Honeypot].ToString().Length > 0);
    }

    private static Answer? Read(string value, SurveyItem item)
    {
        if (item.Scale is { } scale)
            return int.TryParse(value, out var score) && scale.Contains(score) ? new(score) : null;
        var text = InboundText.Read(value).Original;
        return text.Length == 0 ? null : new(null, UnicodeText.Shorten(text, AnswerParser.LongestComment));
    }
}
