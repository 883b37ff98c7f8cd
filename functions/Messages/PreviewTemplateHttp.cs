using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Messages;

/// <summary>Fills a template in and shows what would go out. Nothing is kept and nothing is sent.</summary>
public sealed class PreviewTemplateHttp(ApiEndpoint api, TemplatePreviews previews)
{
    [Function(nameof(PreviewTemplateHttp))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/templates/{kind}/{name}/preview")] HttpRequest request,
        string kind,
        string name,
        CancellationToken cancellationToken) =>
        api.PostAsync(request, Scopes.Templates, (intake, _) =>
        {
            var (preview, problem) = previews.Render(kind, name, intake);
            return Task.FromResult<IResult>(preview is null
                ? new ProblemResult(problem!)
                : Results.Json(preview, HttpJson.Readable.TemplatePreview));
        }, cancellationToken);
}
