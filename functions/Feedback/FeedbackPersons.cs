using System.Text.Json;
using System.Text.Json.Nodes;
using Peyk.Functions.Contacts;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Feedback;

/// <summary>Shows and erases what a person was asked and answered. Their scores stay and are nobody's.</summary>
public sealed class FeedbackPersons(
    FeedbackStore requests, ResponseStore responses, FeedbackAsker asker, AskingPace pace, FeedbackRetention retention) : IPersonalData
{
    private const int MostConflicts = 8;

    public string Name => "feedbackRequests";

    public async Task<JsonNode?> ExportAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var held = new JsonArray();
        foreach (var request in await FindAsync(subject, cancellationToken))
        {
            var view = FeedbackRequestView.Of(request, await responses.FindAsync(request, cancellationToken));
            var shown = JsonSerializer.SerializeToNode(view, HttpJson.Readable.FeedbackRequestView)!.AsObject();
            shown["client"] = request.ClientId;
            shown["person"] = JsonSerializer.SerializeToNode(request.Person!, PeykJson.Default.FeedbackPerson);
            held.Add((JsonNode)shown);
        }

        return held.Count == 0 ? null : held;
    }

    public async Task<ErasedPart> EraseAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var erased = new HashSet<Guid>();
        foreach (var request in await FindAsync(subject, cancellationToken))
        {
            if (request.Person!.ContactId is null && request.CreatedAt > subject.Until)
                continue;
            await ForgetPaceAsync(subject, request.Id, cancellationToken);
            await EraseAsync(request, cancellationToken);
            erased.Add(request.Id);
        }

        await ForgetPaceAsync(subject, request: null, cancellationToken);
        return new(erased.Count);
    }

    private async Task<IReadOnlyList<FeedbackRequest>> FindAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var since = await retention.OldestPersonAsync(cancellationToken);
        return await requests.FindAsync(subject, since, cancellationToken)
            .Where(r => r.IsTest == subject.IsTest && r.Person is { } p && subject.Owns(p.ContactId, p.Mobile, p.Email, p.Name))
            .ToListAsync(cancellationToken);
    }

    private async Task EraseAsync(FeedbackRequest found, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            await asker.CloseAsync(found.Id, cancellationToken);
            if (await requests.FindAsync(found.Id, cancellationToken) is not { Person: not null } request
                || await retention.ForgetPersonAsync(request, cancellationToken))
                return;
        }

        throw new InvalidOperationException($"Request {found.Id} changed {MostConflicts} times while it was erased.");
    }

    /// <summary>A shared address is kept from being asked too often for the others who have it, unless it was claimed for a request of this person.</summary>
    /// <param name="request">A request of the person; null for what is the person's alone.</param>
    private async Task ForgetPaceAsync(DataSubject subject, Guid? request, CancellationToken cancellationToken)
    {
        foreach (var address in subject.Addresses)
        {
            if (request is null ? !address.IsShared : await pace.FindAsync(address.Hash, cancellationToken) == request)
                await pace.ForgetAsync(address.Hash, cancellationToken);
        }
    }
}
