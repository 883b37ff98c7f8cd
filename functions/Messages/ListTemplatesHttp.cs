using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Calendars;
using Peyk.Core.Templates;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Messages;

/// <summary>The templates that there are, each with the values that it takes.</summary>
public sealed class ListTemplatesHttp(ApiEndpoint api, TemplateCatalog templates, LanguageCatalog languages)
{
    [Function(nameof(ListTemplatesHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/templates")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.Templates, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        var items = templates.Templates
            .GroupBy(t => (t.Kind, t.Name))
            .OrderBy(g => g.Key)
            .Select(g => TemplateView.Of([.. g.OrderByDescending(t => t.Language == languages.Default)]));
        return Results.Json(new TemplateList([.. items]), HttpJson.Readable.TemplateList);
    }
}
