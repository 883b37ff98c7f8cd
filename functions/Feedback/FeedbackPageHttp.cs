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
        if (IsOver(asked))
            return new PageResult(pages.Closed(asked, PathOf(token), language));
        var chosen = int.TryParse(request.Query["score"], out var score) ? score : (int?)null;
        return new PageResult(pages.Form(asked, PathOf(token), PartOf(request, asked), chosen, isEmpty: false, language));
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
        if (asked.Request.Person is null)
            return new PageResult(pages.Closed(asked, PathOf(token), language));
        var form = FeedbackForm.Read(fields, asked.Survey);
        if (form.Answers.Count == 0 && asked.Answers.Count == 0)
            return new PageResult(pages.Form(asked, PathOf(token), form.Part, null, isEmpty: true, language), StatusCodes.Status400BadRequest);

        var flags = form.IsHoneypotFilled ? AnswerFlags.Honeypot : AnswerFlags.None;
        var at = time.GetUtcNow();
        // The complaint comes first: should this end in between, one who does not send the form again is heard all the same.
        await lowScores.HearAsync(FeedbackAnswers.With(asked, form.Answers, at), cancellationToken);
        var now = await feedback.RecordAsync(asked, form.Answers, AnswerChannel.Web, at, flags, cancellationToken);
        var next = SurveyParts.Next(SurveyParts.Of(asked.Survey), form.Part + 1, now.Answers);
        var where = next is { } part && !IsOver(asked) ? $"part={part}" : $"{Thanks}=1";
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

    private bool IsOver(AnsweredRequest asked) => asked.Request.Person is null || time.GetUtcNow() >= asked.Request.ExpiresAt;

    private PageResult NotFound(HttpRequest request, string token) =>
        new(pages.NotFound(PageLanguage.Preferred(request, languages), PathOf(token)), StatusCodes.Status404NotFound);

    private Language LanguageOf(string? chosen, FeedbackRequest request) =>
        (LanguageTag.TryParse(chosen, out var tag, out _) ? languages.Find(tag) : null) ?? languages.FindOrDefault(LanguageTag.Parse(request.Language));

    /// <summary>The page that was asked for, if anything is asked on it; else the first.</summary>
    private static int PartOf(HttpRequest request, AnsweredRequest asked)
    {
        var parts = SurveyParts.Of(asked.Survey);
        return int.TryParse(request.Query["part"], out var part) && part >= 0 && part < parts.Length && parts[part].Any(i => i.IsAsked(asked.Answers)) ? part : 0;
    }

    private static string PathOf(string token) => $"/f/{Uri.EscapeDataString(token)}";
}
