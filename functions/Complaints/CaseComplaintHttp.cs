using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Cases;

namespace Peyk.Functions.Complaints;

/// <summary>The complaint form of a case, for whoever has its tracking code.</summary>
public sealed class CaseComplaintHttp(ComplaintForms forms, Complainants complainants)
{
    private const string Route = "t/{code}/complaint";

    [Function("ShowCaseComplaintHttp")]
    public Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request, string code, CancellationToken cancellationToken) =>
        forms.ShowAsync(request, () => FindAsync(code, cancellationToken), cancellationToken);

    [Function(nameof(CaseComplaintHttp))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string code, CancellationToken cancellationToken) =>
        forms.TakeAsync(request, () => FindAsync(code, cancellationToken), cancellationToken);

    private async Task<Complainant?> FindAsync(string code, CancellationToken cancellationToken) =>
        TrackingCode.TryParse(code, out var parsed, out _) ? await complainants.OfCaseAsync(parsed, cancellationToken) : null;
}
