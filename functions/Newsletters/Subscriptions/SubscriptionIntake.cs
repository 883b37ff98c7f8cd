using System.Text.Json;
using Microsoft.Extensions.Options;
using Peyk.Core.Addresses;
using Peyk.Core.Newsletters;
using Peyk.Functions.Clients;
using Peyk.Functions.Contacts;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Newsletters.Subscriptions;

/// <summary>What became of one row of a request.</summary>
/// <param name="Index">Its place in the list, from 0; null for a subscription that was posted alone.</param>
/// <param name="Id">Null when it was refused, or only checked.</param>
public sealed record SubscriptionResult(int? Index, Guid? Id, SubscriptionState? Status, IReadOnlyList<FieldError>? Errors);

/// <summary>What became of the rows of a list, in its order.</summary>
public sealed record SubscriptionResults(int Total, int Accepted, int Refused, IReadOnlyList<SubscriptionResult> Items);

/// <summary>What came of posted subscriptions.</summary>
public abstract record SubscriptionsOutcome
{
    private SubscriptionsOutcome()
    {
    }

    public sealed record One(SubscriptionResult Result, bool Replayed) : SubscriptionsOutcome;

    public sealed record Many(SubscriptionResults Results, bool Replayed) : SubscriptionsOutcome;

    public sealed record Refused(Problem Problem) : SubscriptionsOutcome;
}

/// <summary>Takes subscriptions in, one or many. A row of many that is wrong is refused alone; the others are kept.</summary>
public sealed class SubscriptionIntake(
    Subscribing subscribing, SubscriptionRetention retention, ContactStore contacts, Idempotency idempotency, IOptions<PeykOptions> options, TimeProvider time)
{
    public const int MostRows = 1000;

    /// <summary>In bytes.</summary>
    public const int LargestBody = 1024 * 1024;

    /// <summary>Rows that are written at the same time: a thousand must be done within a minute.</summary>
    private const int AtOnce = 32;

    public async Task<SubscriptionsOutcome> AcceptAsync(string topic, Intake intake, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        using var body = RequestBody.Parse(intake.Body, errors);
        if (body is null)
            return new SubscriptionsOutcome.Refused(Problem.Validation(errors));
        var isMany = body.RootElement.ValueKind == JsonValueKind.Array;
        var count = isMany ? body.RootElement.GetArrayLength() : 1;
        if (count is 0 or > MostRows)
            return new SubscriptionsOutcome.Refused(Problem.Validation([new("", "range", $"The list must have 1 to {MostRows} subscriptions.")]));
        var rows = await ReadAsync(intake, isMany ? [.. body.RootElement.EnumerateArray()] : [body.RootElement], isMany, cancellationToken);
        if (!isMany && rows[0].Wish is null)
            return new SubscriptionsOutcome.Refused(Problem.Validation(rows[0].Errors));
        if (rows.Exists(row => row.Wish?.Consent is not null) && !intake.Client.Scopes.Contains(Scopes.NewslettersImport))
        {
            return new SubscriptionsOutcome.Refused(
                new(403, "forbidden", "The key may not do this.", $"It lacks the scope '{Scopes.NewslettersImport}', which confirmed subscriptions need."));
        }

        if (intake.DryRun)
            return Answer(isMany: true, [.. rows.Select(Checked)], isReplayed: false);
        if (await idempotency.ClaimAsync(intake, Guid.CreateVersion7(time.GetUtcNow()), cancellationToken) is not IdempotencyClaim.Granted granted)
        {
            return new SubscriptionsOutcome.Refused(new(
                422, "idempotency_key_reused", "The idempotency key was used for another request.", "Send a new key with a new request."));
        }

        if (idempotency.RowOf(intake) is { } named && !granted.Replayed)
            await retention.ForgetKeyAsync(named, granted.Id, options.Value.IdempotencyPeriod, cancellationToken);
        return Answer(isMany, await KeepAsync(topic, rows, granted, cancellationToken), granted.Replayed);
    }

    private async Task<List<Row>> ReadAsync(Intake intake, IReadOnlyList<JsonElement> values, bool isMany, CancellationToken cancellationToken)
    {
        var rows = new List<Row>(values.Count);
        foreach (var (value, index) in values.Select((value, index) => (value, index)))
        {
            var errors = new List<FieldError>();
            var pointer = isMany ? $"/{index}" : "";
            var request = SubscriptionRequest.Read(value, pointer, time.GetUtcNow(), errors);
            var wish = request is null ? null : await WishAsync(request, pointer, intake.Client, errors, cancellationToken);
            rows.Add(new(isMany ? index : null, pointer, wish, errors));
        }

        return rows;
    }

    /// <summary>What is not stated and known of the contact is taken from there.</summary>
    private async Task<SubscriptionWish?> WishAsync(
        SubscriptionRequest request, string pointer, ApiClient client, List<FieldError> errors, CancellationToken cancellationToken)
    {
        Contact? contact = null;
        if (request.ContactId is { } id && (contact = await contacts.FindAsync(id, client.IsTest, cancellationToken)) is null)
            errors.Add(new($"{pointer}/contactId", "unknown_value", "There is no contact of that id."));
        EmailAddress? email = request.Email ?? contact?.Email;
        if (contact is not null && email is null)
            errors.Add(new($"{pointer}/email", "required", "The contact has no e-mail address."));
        return errors.Count > 0
            ? null
            : request.ToWish(email!, request.Name ?? contact?.Name, request.Language ?? contact?.Preferences.Language, Guid.Empty, isRepeat: false, client);
    }

    private async Task<IReadOnlyList<SubscriptionResult>> KeepAsync(
        string topic, IReadOnlyList<Row> rows, IdempotencyClaim.Granted granted, CancellationToken cancellationToken)
    {
        var results = new SubscriptionResult[rows.Count];
        var limits = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, rows.Count), limits, async (i, token) =>
        {
            results[i] = rows[i].Wish is { } wish
                ? Of(rows[i], await subscribing.SubscribeAsync(topic, wish with { Request = granted.Id, IsRepeat = granted.Replayed }, token))
                : Checked(rows[i]);
        });
        return results;
    }

    private static SubscriptionResult Of(Row row, SubscribeOutcome outcome) => outcome switch
    {
        SubscribeOutcome.Kept kept => new(row.Index, kept.Subscription.Id, kept.Subscription.State, null),
        SubscribeOutcome.Refused refused => new(row.Index, null, null, [refused.Error with { Pointer = row.Pointer + refused.Error.Pointer }]),
        _ => throw new InvalidOperationException("Unknown outcome."),
    };

    private static SubscriptionResult Checked(Row row) => new(row.Index, null, null, row.Wish is null ? row.Errors : null);

    private static SubscriptionsOutcome Answer(bool isMany, IReadOnlyList<SubscriptionResult> results, bool isReplayed)
    {
        if (!isMany && results[0].Errors is { } errors)
            return new SubscriptionsOutcome.Refused(Problem.Validation(errors));
        if (!isMany)
            return new SubscriptionsOutcome.One(results[0], isReplayed);
        var refused = results.Count(result => result.Errors is not null);
        return new SubscriptionsOutcome.Many(new(results.Count, results.Count - refused, refused, results), isReplayed);
    }

    /// <param name="Wish">Null when something is wrong with the row.</param>
    private sealed record Row(int? Index, string Pointer, SubscriptionWish? Wish, IReadOnlyList<FieldError> Errors);
}
