using System.Text.Json;
using Microsoft.Extensions.Options;
using Peyk.Core.Addresses;
using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>The notifications that a test send became.</summary>
public sealed record IssueTests(IReadOnlyList<IssueTest> Items);

/// <param name="To">Index of the address in the request.</param>
public sealed record IssueTest(int To, string Language, Guid NotificationId);

/// <summary>
/// Test sends: ordinary notifications with log and receipts, one for each address and language, under the template
/// <see cref="Template"/>. Each is composed when it is sent, of what the issue says then.
/// </summary>
public sealed class IssueTestSends(
    IssueControl issues, Acceptance acceptance, Idempotency idempotency, DerivedIds ids, IOptions<PeykOptions> options, TimeProvider time)
{
    public const string Kind = "newsletters";

    /// <summary>What the log calls them.</summary>
    public const string Template = "issue-test";

    /// <summary>Most addresses of one test send.</summary>
    public const int Most = 10;

    public async Task<(IssueTests? Sent, Problem? Problem)> SendAsync(string topic, string id, Intake intake, CancellationToken cancellationToken)
    {
        if (await issues.FindAsync(topic, id, intake.Client.Id, cancellationToken) is not { } issue)
            return (null, Problem.NotFound);
        var errors = new List<FieldError>();
        var drafts = Read(intake, issue, errors);
        if (errors.Count > 0)
            return (null, Problem.Validation(errors));
        if (intake.DryRun)
            return (new([]), null);
        if (await idempotency.ClaimAsync(intake, Guid.CreateVersion7(time.GetUtcNow()), cancellationToken) is not IdempotencyClaim.Granted granted)
            return (null, new(422, "idempotency_key_reused", "The idempotency key was used for another request.", "Send a new key with a new request."));
        var sent = new List<IssueTest>();
        foreach (var (number, (to, language)) in drafts.Index())
        {
            // A repeat finds what the first one sent. The first notification takes the idempotency key with it when it goes.
            var notification = number == 0 ? granted.Id : ids.Of(NotificationKeys.TimeOf(granted.Id), "issue-test", $"{granted.Id:D}|{number}");
            var facts = new NotificationFacts(intake.Client.Id, Kind, Template, language.Value, IsTest: intake.Client.IsTest)
            {
                IdempotencyRow = number == 0 ? idempotency.RowOf(intake) : null,
            };
            await acceptance.AcceptAsync(Draft(issue, facts, notification, to.Address), cancellationToken);
            sent.Add(new(to.Index, language.Value, notification));
        }

        return (new(sent), null);
    }

    private List<((int Index, EmailAddress Address) To, LanguageTag Language)> Read(Intake intake, Issue issue, List<FieldError> errors)
    {
        using var body = RequestBody.Parse(intake.Body, errors);
        if (body is null || RequestReader.Root(body.RootElement, errors) is not { } reader)
            return [];
        if (!reader.Has("to"))
            reader.Refuse("to", "required", "The member is missing.");
        var addresses = RequestLists.Values<EmailAddress>(reader, "to", Most, EmailAddress.TryParse) ?? [];
        var language = reader.Value<LanguageTag>("language", LanguageTag.TryParse);
        if (language is not null && !issue.Subjects.ContainsKey(language.Value))
            reader.Refuse("language", "unknown_value", $"The issue is in: {string.Join(", ", issue.Subjects.Keys.Order(StringComparer.Ordinal))}.");
        reader.Close();
        return
        [
            .. from to in addresses.Index()
               from tag in issue.Subjects.Keys.Order(StringComparer.Ordinal)
               where language is null || language.Value == tag
               select (to, LanguageTag.Parse(tag)),
        ];
    }

    private NotificationDraft Draft(Issue issue, NotificationFacts facts, Guid id, EmailAddress to) => new(
        id,
        facts,
        new(Commitment.NewSalt(), facts.Language, JsonElement.Parse("{}"), Email: to.Value, Reference: issue.Reference, Issue: issue.Id),
        ChannelPolicy.Only,
        [Channel.Email],
        FallbackAfter: null,
        new(SendAt: null, NotificationKeys.TimeOf(id) + options.Value.DefaultLifetime),
        Urgent: false);
}
