using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Peyk.Core.Deliveries;
using Peyk.Functions.Contacts;
using Peyk.Functions.Delivery.Email;
using Peyk.Functions.Newsletters.Sending;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Delivery;

/// <summary>SendGrid's word on e-mails, many at a time. Anyone may call it; only what SendGrid signed is heard.</summary>
public sealed class SendGridEventsHttp(SendGridSignature signature, Receipts receipts, IssueReceipts newsletters, OptOuts optOuts, TimeProvider time)
{
    /// <summary>The provider posts at most 768 KB at a time.</summary>
    private const int Largest = 2 * 1024 * 1024;

    [Function(nameof(SendGridEventsHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hooks/sendgrid/events")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (await ApiEndpoint.ReadAsync(request, Largest, cancellationToken) is not { } body)
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        if (!signature.IsValid(request, body.Span))
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (Read(body) is not { } events)
            return Results.StatusCode(StatusCodes.Status400BadRequest);

        // Of several words on one attempt the last one settles it; the ones before it would only cost writes.
        var last = events
            .Select(e => (e.Attempt, Receipt: SendGridOutcomes.ToReceipt(e)))
            .Where(e => e is { Attempt: not null, Receipt: not null })
            .GroupBy(e => e.Attempt!)
            .Select(g => (Attempt: g.Key, Receipts: InOrder(g.Select(e => e.Receipt!))));
        await Parallel.ForEachAsync(last, cancellationToken, async (attempt, token) =>
        {
            foreach (var receipt in attempt.Receipts)
                await receipts.ReceiveAsync(attempt.Attempt, receipt, token);
        });
        await newsletters.HearAsync(events, cancellationToken);
        // Last: when it fails, all of it comes again, and the receipts are known by then.
        await optOuts.HearAsync(events, cancellationToken);
        return Results.NoContent();
    }

    private static IEnumerable<Receipt> InOrder(IEnumerable<Receipt> receipts)
    {
        var ordered = receipts.OrderBy(r => r.At).ToList();
        return ordered.Exists(r => r is not Receipt.Taken) ? ordered.Where(r => r is not Receipt.Taken) : ordered.TakeLast(1);
    }

    private List<SendGridEvent>? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? [.. document.RootElement.EnumerateArray().Select(e => SendGridEvent.Read(e, time.GetUtcNow())).OfType<SendGridEvent>()]
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
