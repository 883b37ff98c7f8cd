using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Peyk.Core.Calendars;
using Peyk.Core.Cases;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Pages;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.StatusUpdates.Tracking;

/// <summary>The tracking page of a case, for whoever has its code, and the form in which a code is typed.</summary>
public sealed class TrackCaseHttp(CaseTracker tracker, TrackingPages pages, LanguageCatalog languages, IOptions<PeykOptions> options)
{
    private const string Form = "t";

    [Function("TrackingFormHttp")]
    public async Task<IResult> Ask(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Form)] HttpRequest request, CancellationToken cancellationToken)
    {
        var typed = request.Query["code"].ToString();
        if (typed.Length == 0)
            return new PageResult(pages.Form(PageLanguage.Preferred(request, languages)));
        return TrackingCode.TryParse(typed, out var code, out _) ? Move(code, request) : await Show(request, typed, cancellationToken);
    }

    [Function(nameof(TrackCaseHttp))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Form + "/{code}")] HttpRequest request,
        string code,
        CancellationToken cancellationToken) => Show(request, code, cancellationToken);

    private async Task<IResult> Show(HttpRequest request, string code, CancellationToken cancellationToken)
    {
        var address = ClientAddress.Of(request, options.Value.TrustedProxyHops);
        var preferred = PageLanguage.Preferred(request, languages);
        return await tracker.LookAsync(code, address, cancellationToken) switch
        {
            TrackingOutcome.Found found => new PageResult(pages.Case(found.Case, PageLanguage.Chosen(request, languages))),
            TrackingOutcome.Elsewhere elsewhere => Move(elsewhere.Code, request),
            TrackingOutcome.NotFound => new PageResult(pages.NotFound(preferred, code), StatusCodes.Status404NotFound),
            TrackingOutcome.TooMany tooMany => new PageResult(pages.TooMany(preferred), StatusCodes.Status429TooManyRequests, tooMany.RetryAfter),
            _ => throw new InvalidOperationException("Unknown outcome."),
        };
    }

    private static RedirectHttpResult Move(TrackingCode code, HttpRequest request)
    {
        var language = request.Query["lang"].ToString();
        return TypedResults.Redirect($"/{Form}/{code.Value}" + (language.Length > 0 ? $"?lang={Uri.EscapeDataString(language)}" : ""));
    }
}
