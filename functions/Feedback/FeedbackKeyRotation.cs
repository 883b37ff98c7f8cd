using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Feedback;

/// <summary>Brings the persons who were asked, and what they wrote, under the current master key.</summary>
public sealed class FeedbackKeyRotation(SealedRowRotation rotation)
{
    private static readonly SealedRows Requests = new(
        Tables.FeedbackRequests, "feedback-requests", FeedbackRows.From, FeedbackRows.To, FeedbackRows.ReadSealed);

    private static readonly SealedRows Responses = new(
        Tables.Responses, "responses", ResponseStore.From, ResponseStore.To, FeedbackRows.ReadSealed, ResponseStore.RequestOf);

    /// <inheritdoc cref="SealedRowRotation.RunAsync"/>
    public async Task<int> RunAsync(CancellationToken cancellationToken) =>
        await rotation.RunAsync(Requests, cancellationToken) + await rotation.RunAsync(Responses, cancellationToken);
}
