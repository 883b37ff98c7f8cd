using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Addresses;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Functions.Clients;
using Peyk.Functions.Contacts;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>One subscription: seen, found by its address, ended.</summary>
public sealed class SubscriptionHttp(
    ApiEndpoint api, SubscriptionStore subscriptions, SubscriptionChanges changes, SubscriptionViews views, AddressHashes hashes, TopicCatalog topics)
{
    private const string Route = "api/v1/newsletters/{topic}/subscriptions/{id}";

    [Function("GetSubscriptionHttp")]
    public async Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request, string topic, string id, CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.NewslettersRead, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        return Answer(await FindAsync(topic, id, client, cancellationToken));
    }

    /// <summary>Ends it. A second call changes nothing.</summary>
    [Function("EndSubscriptionHttp")]
    public async Task<IResult> End(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route)] HttpRequest request, string topic, string id, CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.NewslettersSubscribe, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        if (await FindAsync(topic, id, client, cancellationToken) is not { } found
            || await changes.UnsubscribeAsync(found.Id, SubscriptionWay.Api, client.Id, cancellationToken) is not { } ended)
            return new ProblemResult(Problem.NotFound);
        return Results.Json(new SubscriptionResult(null, ended.Id, ended.State, null), HttpJson.Readable.SubscriptionResult);
    }

    /// <summary>The one of an address, which is posted because it must stand in no URL.</summary>
    [Function("FindSubscriptionHttp")]
    public Task<IResult> Find(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/newsletters/{topic}/subscriptions/find")] HttpRequest request,
        string topic,
        CancellationToken cancellationToken) =>
        api.PostAsync(request, Scopes.NewslettersRead, async (intake, token) =>
        {
            var errors = new List<FieldError>();
            using var body = RequestBody.Parse(intake.Body, errors);
            if (body is null || RequestReader.Root(body.RootElement, errors) is not { } wanted)
                return new ProblemResult(Problem.Validation(errors));
            var email = wanted.Value<EmailAddress>("email", EmailAddress.TryParse, required: true);
            wanted.Close();
            if (errors.Count > 0)
                return new ProblemResult(Problem.Validation(errors));
            return topics.FindNewsletter(topic) is null
                ? new ProblemResult(Problem.NotFound)
                : Answer(await subscriptions.FindAsync(
                    topic, intake.Client.IsTest, hashes.Of(Channel.Email, email!.Value, intake.Client.IsTest), token));
        }, cancellationToken);

    private async Task<Subscription?> FindAsync(string topic, string id, ApiClient client, CancellationToken cancellationToken) =>
        NotificationKeys.TryParse(id, out var known)
        && await subscriptions.FindAsync(known, cancellationToken) is { } found && found.Topic == topic && found.IsTest == client.IsTest
            ? found
            : null;

    private IResult Answer(Subscription? subscription) => subscription is null
        ? new ProblemResult(Problem.NotFound)
        : Results.Json(views.Of(subscription), HttpJson.Readable.SubscriptionView);
}
