using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Templates;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Batches;

/// <summary>Takes a batch in, as JSON or CSV; answers 202 once it is kept.</summary>
public sealed class AcceptBatchHttp(ApiEndpoint api, BatchIntake batches, TemplateCatalog templates)
{
    private const string Csv = "text/csv";

    [Function(nameof(AcceptBatchHttp))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/batches")] HttpRequest request, CancellationToken cancellationToken) =>
        api.PostAsync(
            request, Scopes.Batches, ["application/json", Csv], BatchFile.LargestBody, (intake, token) => AcceptAsync(request, intake, token), cancellationToken);

    private async Task<IResult> AcceptAsync(HttpRequest request, Intake intake, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        var kind = request.Query["kind"].ToString();
        var isCsv = request.ContentType!.StartsWith(Csv, StringComparison.OrdinalIgnoreCase);
        var file = isCsv ? CsvBatch.Read(intake.Body, kind, new CsvCells(templates, kind), errors) : JsonBatch.Read(intake.Body, errors);
        if (file is null)
            return new ProblemResult(Problem.Validation(errors));
        // The kind of a CSV file stands in the query, and is part of what a repeat must say again.
        var outcome = await batches.AcceptAsync(isCsv ? intake with { Path = $"{intake.Path}?kind={kind}" } : intake, file, cancellationToken);
        return outcome switch
        {
            BatchOutcome.Accepted accepted => Accepted(request.HttpContext.Response, accepted),
            BatchOutcome.Checked check => Results.Json(check.Answer, HttpJson.Readable.BatchCheck),
            BatchOutcome.Refused refused => new ProblemResult(refused.Problem),
            _ => throw new InvalidOperationException("Unknown outcome."),
        };
    }

    private static IResult Accepted(HttpResponse response, BatchOutcome.Accepted accepted)
    {
        response.Headers.Location = $"/api/v1/batches/{accepted.Answer.Id:D}";
        if (accepted.Replayed)
            response.Headers["Idempotent-Replayed"] = "true";
        return Results.Json(accepted.Answer, HttpJson.Readable.BatchAccepted, statusCode: StatusCodes.Status202Accepted);
    }
}
