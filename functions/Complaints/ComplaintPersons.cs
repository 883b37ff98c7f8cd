using System.Text.Json;
using System.Text.Json.Nodes;
using Peyk.Functions.Contacts;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Complaints;

/// <summary>Shows and erases the complaints of a person. What is left of one says nothing of anybody; nobody is told of it any more.</summary>
public sealed class ComplaintPersons(ComplaintStore complaints, TimeProvider time) : IPersonalData
{
    private const int MostConflicts = 8;

    public string Name => "complaints";

    public async Task<JsonNode?> ExportAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var held = new JsonArray();
        foreach (var complaint in await FindAsync(subject, cancellationToken))
        {
            var shown = JsonSerializer.SerializeToNode(ComplaintView.Of(complaint), HttpJson.Readable.ComplaintView)!.AsObject();
            shown["client"] = complaint.ClientId;
            held.Add((JsonNode)shown);
        }

        return held.Count == 0 ? null : held;
    }

    public async Task<ErasedPart> EraseAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var complaint in await FindAsync(subject, cancellationToken))
        {
            if (complaint.Matter!.Person.ContactId is null && complaint.CreatedAt > subject.Until)
                continue;
            await EraseAsync(complaint.Id, cancellationToken);
            count++;
        }

        return new(count);
    }

    private async Task<IReadOnlyList<Complaint>> FindAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, Complaint>();
        foreach (var complaint in await complaints.FindAsync(subject.ContactId, subject.Addresses.Select(a => a.Hash), cancellationToken))
        {
            if (complaint.Matter is { Person: var person } && complaint.IsTest == subject.IsTest
                && subject.Owns(person.ContactId, person.Mobile, person.Email, person.Name))
                found[complaint.Id] = complaint;
        }

        return [.. found.Values];
    }

    private async Task EraseAsync(Guid id, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            if (await complaints.FindAsync(id, cancellationToken) is not { Matter: not null } complaint
                || await complaints.TrySaveAsync(
                    complaint,
                    complaint with { Matter = null, State = ComplaintState.Closed, ClosedAt = complaint.ClosedAt ?? time.GetUtcNow(), Due = null },
                    cancellationToken))
                return;
        }

        throw new InvalidOperationException($"Complaint {id} changed {MostConflicts} times while it was erased.");
    }
}
