using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Complaints;

/// <summary>The unit's answer to a complaint; the citizen gets it at once. The same answer again changes nothing.</summary>
public sealed class AnswerComplaintHttp(ApiEndpoint api, ComplaintDesk desk)
{
    [Function(nameof(AnswerComplaintHttp))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/complaints/{id}/answer")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        api.PostAsync(request, Scopes.Complaints, async (intake, token) =>
        {
            var errors = new List<FieldError>();
            if (AnswerBody.Read(intake.Body, errors) is not { } text)
                return new ProblemResult(Problem.Validation(errors));
            if (!NotificationKeys.TryParse(id, out var wanted)
                || await desk.AnswerAsync(wanted, intake.Client.Id, intake.Client.IsTest, text, token) is not { } outcome)
                return new ProblemResult(Problem.NotFound);
            return outcome.IsRefused
                ? new ProblemResult(Problem.AlreadyAnswered)
                : Results.Json(ComplaintView.Of(outcome.Complaint), HttpJson.Readable.ComplaintView);
        }, cancellationToken);
}
