using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Complaints;

/// <summary>The unit's answer to a complaint; the citizen gets it at once. A second answer changes nothing.</summary>
public sealed class AnswerComplaintHttp(ApiEndpoint api, ComplaintDesk desk)
{
    /// <summary>Fits one long SMS with its frame.</summary>
    private const int LongestAnswer = 1000;

    [Function(nameof(AnswerComplaintHttp))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/complaints/{id}/answer")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        api.PostAsync(request, Scopes.Complaints, async (intake, token) =>
        {
            var errors = new List<FieldError>();
            using var body = RequestBody.Parse(intake.Body, errors);
            var text = body is not null && RequestReader.Root(body.RootElement, errors) is { } reader ? Read(reader) : null;
            if (errors.Count > 0)
                return new ProblemResult(Problem.Validation(errors));
            return NotificationKeys.TryParse(id, out var wanted)
                && await desk.AnswerAsync(wanted, intake.Client.Id, intake.Client.IsTest, text!, token) is { } answered
                ? Results.Json(ComplaintView.Of(answered), HttpJson.Readable.ComplaintView)
                : new ProblemResult(Problem.NotFound);
        }, cancellationToken);

    private static string? Read(RequestReader reader)
    {
        var text = reader.Text("text", required: true, LongestAnswer);
        reader.Close();
        return text;
    }
}
