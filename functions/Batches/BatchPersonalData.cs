using System.Text.Json;
using System.Text.Json.Nodes;
using Peyk.Core.Addresses;
using Peyk.Functions.Contacts;

namespace Peyk.Functions.Batches;

/// <summary>A person's rows in batches that are not worked off. What came of the others is notifications, and has its own eraser.</summary>
public sealed class BatchPersonalData(BatchStore store) : IPersonalData
{
    public string Name => "batchRows";

    public async Task<JsonNode?> ExportAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var found = new JsonArray();
        await foreach (var id in ConcernedAsync(subject, cancellationToken))
        {
            await store.RewriteAsync(id, row =>
            {
                if (IsOf(subject, row))
                    found.Add(new JsonObject { ["batch"] = id, ["line"] = row.Line, ["body"] = JsonNode.Parse(row.Body!.Value.Span) });
                return row;
            }, cancellationToken);
        }

        return found.Count > 0 ? found : null;
    }

    public async Task<ErasedPart> EraseAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var id in ConcernedAsync(subject, cancellationToken))
        {
            await store.RewriteAsync(id, row =>
            {
                if (!IsOf(subject, row))
                    return row;
                count++;
                return row with { Body = null };
            }, cancellationToken);
        }

        return new(count);
    }

    private async IAsyncEnumerable<Guid> ConcernedAsync(
        DataSubject subject, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var id in store.ReadOpenAsync(cancellationToken))
        {
            if (await store.FindAsync(id, cancellationToken) is { } batch && batch.Client.IsTest == subject.IsTest && batch.CreatedAt <= subject.Until)
                yield return id;
        }
    }

    private static bool IsOf(DataSubject subject, BatchRow row)
    {
        if (row.Body is not { } body)
            return false;
        using var document = JsonDocument.Parse(body);
        if (!document.RootElement.TryGetProperty("to", out var to) || to.ValueKind != JsonValueKind.Object)
            return false;
        return subject.Owns(
            Guid.TryParse(TextOf(to, "contactId"), out var contact) ? contact : null,
            PhoneNumber.TryParse(TextOf(to, "mobile"), out var mobile, out _) ? mobile.Value : null,
            EmailAddress.TryParse(TextOf(to, "email"), out var email, out _) ? email.Value : null,
            PersonName.TryParse(TextOf(to, "name"), out var name, out _) ? name.Value : null);
    }

    // What is no text is no address; a row that cannot be read is refused when its turn comes.
    private static string? TextOf(JsonElement to, string member)
    {
        if (!to.TryGetProperty(member, out var value) || value.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
