using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Addresses;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>Shows an issue as a reader would get it. Nothing is kept and nothing is sent.</summary>
public sealed class PreviewIssueHttp(ApiEndpoint api, IssueControl issues, IssueStore store, IssuePreviews previews)
{
    private const string Route = "api/v1/newsletters/{topic}/issues/{id}/preview";

    [Function("GetIssuePreviewHttp")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request,
        string topic,
        string id,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Newsletters, cancellationToken);
        return client is null ? new ProblemResult(problem!) : await ShowAsync(topic, id, client.Id, _ => new(null, null), cancellationToken);
    }

    /// <summary>For a reader of a name, or in one language only.</summary>
    [Function(nameof(PreviewIssueHttp))]
    public Task<IResult> Post(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        string topic,
        string id,
        CancellationToken cancellationToken) =>
        api.PostAsync(
            request, Scopes.Newsletters, (intake, token) => ShowAsync(topic, id, intake.Client.Id, errors => Read(intake, errors), token), cancellationToken);

    private async Task<IResult> ShowAsync(
        string topic, string id, string clientId, Func<List<FieldError>, Wish> read, CancellationToken cancellationToken)
    {
        if (await issues.FindAsync(topic, id, clientId, cancellationToken) is not { } issue
            || await store.ReadContentAsync(issue.Id, cancellationToken) is not { } content)
            return new ProblemResult(Problem.NotFound);
        var errors = new List<FieldError>();
        var wish = read(errors);
        if (wish.Language is { } language && !content.Texts.ContainsKey(language.Value))
            errors.Add(new("/language", "unknown_value", $"The issue is in: {string.Join(", ", content.Texts.Keys.Order(StringComparer.Ordinal))}."));
        return errors.Count > 0
            ? new ProblemResult(Problem.Validation(errors))
            : Results.Json(previews.Of(issue, content, wish.Name, wish.Language?.Value), HttpJson.Readable.IssuePreview);
    }

    private static Wish Read(Intake intake, List<FieldError> errors)
    {
        using var body = RequestBody.Parse(intake.Body, errors);
        if (body is null || RequestReader.Root(body.RootElement, errors) is not { } reader)
            return new(null, null);
        var wish = new Wish(
            reader.Value<PersonName>("name", PersonName.TryParse), reader.Value<LanguageTag>("language", LanguageTag.TryParse));
        reader.Close();
        return wish;
    }

    private sealed record Wish(PersonName? Name, LanguageTag? Language);
}
