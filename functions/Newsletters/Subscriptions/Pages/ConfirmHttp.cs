using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Shared.Pages;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Newsletters.Subscriptions.Pages;

/// <summary>The page behind the link of a confirmation mail. Looking changes nothing, because mail filters look at every link; its one button confirms.</summary>
public sealed class ConfirmHttp(SubscriptionTokens tokens, SubscriptionStore subscriptions, SubscriptionChanges changes, SubscriptionPages pages)
{
    private const string Route = "c/{token}";

    [Function("ConfirmPageHttp")]
    public async Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request, string token, CancellationToken cancellationToken)
    {
        var (id, refusal) = tokens.Open(request, PagePurpose.Confirm, token);
        if (id is null)
            return refusal!;
        if (await subscriptions.FindAsync(id.Value, cancellationToken) is not { } found)
            return tokens.Gone(request);
        return new PageResult(pages.Confirm(found, changes.StandingOf(found), token, tokens.LanguageOf(request, found)));
    }

    [Function(nameof(ConfirmHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string token, CancellationToken cancellationToken)
    {
        if (tokens.IsForeign(request))
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        var (id, refusal) = tokens.Open(request, PagePurpose.Confirm, token);
        if (id is null)
            return refusal!;
        var (_, subscription) = await changes.ConfirmAsync(id.Value, cancellationToken);
        return subscription is null
            ? tokens.Gone(request)
            : new SeeOther($"/c/{token}?lang={tokens.LanguageOf(request, subscription).Tag.Value}");
    }
}
