using Peyk.Core.Definitions;
using Peyk.Core.Inbound;
using Peyk.Core.Surveys;

namespace Peyk.Core.Tests.Surveys;

/// <summary>Small surveys, read as the app reads its own.</summary>
internal static class Sample
{
    public static AnswerParser Parser { get; } = new(Shipped.Words);

    public static SurveyItem OneToFive { get; } = Shipped.Surveys.Find("csat")!.Items[0];
    public static SurveyItem OneToSeven { get; } = Shipped.Surveys.Find("ces")!.Items[0];
    public static SurveyItem ZeroToTen { get; } = Shipped.Surveys.Find("nps")!.Items[0];
    public static SurveyItem Comment { get; } = Shipped.Surveys.Find("service-sms")!.Items[^1];

    public static Answer? Parse(string? text, SurveyItem item) => Parser.Parse(InboundText.Read(text), item);

    public static SurveyDefinition Read(string yaml) =>
        SurveyCatalog.Load([new DefinitionFile("Surveys/sample.yaml", yaml)], Shipped.Fa).Find("sample")!;

    /// <summary>A citizen's scores by item.</summary>
    public static SurveyResponse Response(params (string Item, int Score)[] scores) =>
        new(scores.ToDictionary(s => s.Item, s => new Answer(s.Score)));
}
