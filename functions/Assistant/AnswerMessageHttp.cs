using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Assistant;

/// <summary>Answers a citizen's message by SMS. The same answer again changes nothing.</summary>
public sealed class AnswerMessageHttp(ApiEndpoint api, MessageAnswers answers, MessageReader messages)
{
    [Function(nameof(AnswerMessageHttp))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/messages/{code}/answer")] HttpRequest request,
        string code,
        CancellationToken cancellationToken) =>
        api.PostAsync(request, Scopes.Messages, async (intake, token) =>
        {
            var errors = new List<FieldError>();
            if (AnswerBody.Read(intake.Body, errors) is not { } text)
                return new ProblemResult(Problem.Validation(errors));
            if (intake.Client.IsTest || !CitizenMessages.IsCode(code)
                || await answers.AnswerAsync(code, intake.Client.Id, text, token) is not { } outcome)
                return new ProblemResult(Problem.NotFound);
            if (outcome.IsRefused)
                return new ProblemResult(Problem.AlreadyAnswered);
            var view = messages.View(outcome.Sms);
            request.HttpContext.Response.Headers.Location = Links.Notification(view.Answer!.Notification);
            return Results.Json(view, HttpJson.Readable.MessageView, statusCode: StatusCodes.Status202Accepted);
        }, cancellationToken);
}
