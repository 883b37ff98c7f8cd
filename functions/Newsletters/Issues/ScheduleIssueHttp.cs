using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>Lets an issue go at the time that the body names, or now when it names none.</summary>
public sealed class ScheduleIssueHttp(ApiEndpoint api, IssueControl issues, IssueViews views, TimeProvider time)
{
    [Function(nameof(ScheduleIssueHttp))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/newsletters/{topic}/issues/{id}/schedule")] HttpRequest request,
        string topic,
        string id,
        CancellationToken cancellationToken) =>
        api.PostAsync(request, Scopes.Newsletters, async (intake, token) =>
        {
            var errors = new List<FieldError>();
            var sendAt = Read(intake, errors);
            if (errors.Count > 0)
                return new ProblemResult(Problem.Validation(errors));
            var (issue, refusal) = await issues.ScheduleAsync(topic, id, intake.Client.Id, sendAt, token);
            return issue is not null
                ? IssueResult.Of(await views.OfAsync(issue, token), request.HttpContext.Response)
                : new ProblemResult(refusal!);
        }, cancellationToken);

    private DateTimeOffset? Read(Intake intake, List<FieldError> errors)
    {
        using var body = RequestBody.Parse(intake.Body, errors);
        if (body is null || RequestReader.Root(body.RootElement, errors) is not { } reader)
            return null;
        var sendAt = reader.Moment("sendAt");
        if (sendAt > time.GetUtcNow() + IssueRequest.LongestAhead)
            reader.Refuse("sendAt", "range", $"The time is more than {IssueRequest.LongestAhead.TotalDays:0} days ahead.");
        reader.Close();
        return sendAt?.ToUniversalTime();
    }
}
