using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Newsletters;
using Peyk.Functions.Shared.Pages;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Newsletters.Subscriptions.Pages;

/// <summary>
/// The page behind the link at the end of every issue, and what mail programs post to for their own button (RFC 8058): that acts at once,
/// without a page, a login or a redirect. Looking changes nothing.
/// </summary>
public sealed class UnsubscribeHttp(SubscriptionTokens tokens, SubscriptionStore subscriptions, SubscriptionChanges changes, SubscriptionPages pages)
{
    private const string Route = "u/{token}";

    [Function("UnsubscribePageHttp")]
    public async Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request, string token, CancellationToken cancellationToken)
    {
        var (id, refusal) = tokens.Open(request, PagePurpose.Unsubscribe, token);
        if (id is null)
            return refusal!;
        if (await subscriptions.FindAsync(id.Value, cancellationToken) is not { } found)
            return tokens.Gone(request);
        var all = await subscriptions.FindAllAsync(found.IsTest, found.Hash, cancellationToken);
        var others = all.Count(other => other.Id != found.Id && other.State != SubscriptionState.Unsubscribed);
        return new PageResult(pages.Unsubscribe(found, others, token, tokens.LanguageOf(request, found)));
    }

    [Function(nameof(UnsubscribeHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string token, CancellationToken cancellationToken)
    {
        var (id, refusal) = tokens.Open(request, PagePurpose.Unsubscribe, token);
        if (id is null)
            return refusal!;
        if (await PageForm.ReadAsync(request, cancellationToken) is not { } form)
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        if (form.ContainsKey("List-Unsubscribe") || !form.ContainsKey("action"))
        {
            // What is gone needs no ending: a mail program is told yes.
            await changes.UnsubscribeAsync(id.Value, SubscriptionWay.OneClick, client: null, cancellationToken);
            return Results.Ok();
        }

        if (tokens.IsForeign(request))
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        var found = await ActAsync(id.Value, form["action"].ToString(), cancellationToken);
        return found is null ? tokens.Gone(request) : new SeeOther($"/u/{token}?lang={tokens.LanguageOf(request, found).Tag.Value}");
    }

    private async Task<Subscription?> ActAsync(Guid id, string action, CancellationToken cancellationToken)
    {
        switch (action)
        {
            case SubscriptionPages.Again:
                return await changes.ResumeAsync(id, cancellationToken);
            case SubscriptionPages.All:
                if (await subscriptions.FindAsync(id, cancellationToken) is { } found)
                    await changes.UnsubscribeAllAsync(found.IsTest, found.Hash, SubscriptionWay.UnsubscribePage, cancellationToken);
                return await subscriptions.FindAsync(id, cancellationToken);
            default:
                return await changes.UnsubscribeAsync(id, SubscriptionWay.UnsubscribePage, client: null, cancellationToken);
        }
    }
}
