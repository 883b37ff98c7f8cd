using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Peyk.Core.Addresses;
using Peyk.Core.Calendars;
using Peyk.Core.Surveys;
using Peyk.Functions.Complaints;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Pages;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Feedback;

/// <summary>
/// The page on which a request for feedback is answered, for whoever has its link. Reading it changes nothing, however often and
/// by whatever machine; only the post of its form stores.
/// </summary>
public sealed class FeedbackPageHttp(
    FeedbackAnswers feedback, FeedbackPages pages, PageTokens tokens, GuessLimiter limiter, LowScores lowScores, LanguageCatalog languages, IOptions<PeykOptions> options,
    TimeProvider time)
{
    private const string Route = "f/{token}";
    private const string Thanks = "thanks";

    [Function("ShowFeedbackPageHttp")]
    public async Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request, string token, CancellationToken cancellationToken)
    {
        if (await FindAsync(request, token, cancellationToken) is not { } asked)
            return NotFound(request, token);
        var language = LanguageOf(request.Query["lang"], asked.Request);
        if (request.Query.ContainsKey(Thanks))
            return new PageResult(pages.Thanks(asked, PathOf(token), language));
        if (time.GetUtcNow() >= asked.Request.ExpiresAt)
            return new PageResult(pages.Closed(asked, PathOf(token), language));
        var chosen = int.TryParse(request.Query["score"], out var score) ? score : (int?)null;
        return new PageResult(pages.Form(asked, PathOf(token), PartOf(request, asked.Survey), chosen, isEmpty: false, language));
    }

    [Function(nameof(FeedbackPageHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string token, CancellationToken cancellationToken)
    {
        if (await WebhookForm.ReadAsync(request, cancellationToken) is not { } fields)
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        if (await FindAsync(request, token, cancellationToken) is not { } asked)
            return NotFound(request, token);
        var language = LanguageOf(fields["lang"], asked.Request);
        var form = FeedbackForm.Read(fields, asked.Survey);
        if (form.Answers.Count == 0 && asked.Answers.Count == 0)
            return new PageResult(pages.Form(asked, PathOf(token), form.Part, null, isEmpty: true, language), StatusCodes.Status400BadRequest);

        var flags = form.IsHoneypotFilled ? AnswerFlags.Honeypot : AnswerFlags.None;
        var now = await feedback.RecordAsync(asked, form.Answers, AnswerChannel.Web, time.GetUtcNow(), flags, cancellationToken);
        await lowScores.HearAsync(now, cancellationToken);
        var next = SurveyParts.Next(SurveyParts.Of(asked.Survey), form.Part + 1, now.Answers);
        var where = next is { } part && time.GetUtcNow() < asked.Request.ExpiresAt ? $"part={part}" : $"{Thanks}=1";
        return new SeeOther($"{PathOf(token)}?{where}&lang={language.Tag.Value}");
    }

    /// <summary>The request that a link leads to; null when there is none, or the address tries too many links.</summary>
    private async Task<AnsweredRequest?> FindAsync(HttpRequest request, string token, CancellationToken cancellationToken)
    {
        var address = ClientAddress.Of(request, options.Value.TrustedProxyHops);
        if (limiter.Take(address) is not null || !tokens.TryRead(PagePurpose.Feedback, token, out var id)
            || await feedback.FindAsync(id, cancellationToken) is not { } asked)
            return null;
        limiter.GiveBack(address);
        return asked;
    }

    private PageResult NotFound(HttpRequest request, string token) =>
        new(pages.NotFound(PageLanguage.Preferred(request, languages), PathOf(token)), StatusCodes.Status404NotFound);

    private Language LanguageOf(string? chosen, FeedbackRequest request) =>
        (LanguageTag.TryParse(chosen, out var tag, out _) ? languages.Find(tag) : null) ?? languages.FindOrDefault(LanguageTag.Parse(request.Language));

    private static int PartOf(HttpRequest request, SurveyDefinition survey) =>
        int.TryParse(request.Query["part"], out var part) && part >= 0 && part < SurveyParts.Of(survey).Length ? part : 0;

    private static string PathOf(string token) => $"/f/{Uri.EscapeDataString(token)}";
}
