using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Feedback;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Complaints;

/// <summary>The complaint form of a request for feedback, for whoever has its link.</summary>
public sealed class FeedbackComplaintHttp(ComplaintForms forms, FeedbackAnswers feedback, PageTokens tokens)
{
    private const string Route = "f/{token}/complaint";

    [Function("ShowFeedbackComplaintHttp")]
    public Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request, string token, CancellationToken cancellationToken) =>
        forms.ShowAsync(request, () => FindAsync(token, cancellationToken), cancellationToken);

    [Function(nameof(FeedbackComplaintHttp))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string token, CancellationToken cancellationToken) =>
        forms.TakeAsync(request, () => FindAsync(token, cancellationToken), cancellationToken);

    private async Task<Complainant?> FindAsync(string token, CancellationToken cancellationToken) =>
        tokens.TryRead(PagePurpose.Feedback, token, out var id) && await feedback.FindAsync(id, cancellationToken) is { Request: var request }
            ? Complainants.Of(request, $"/f/{Uri.EscapeDataString(token)}")
            : null;
}
