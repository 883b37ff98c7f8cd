using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Contacts;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>An issue that went to somebody.</summary>
/// <param name="SentAt">When its batch was sent.</param>
public sealed record ReceivedIssue(Issue Issue, int Batch, DateTimeOffset? SentAt, RecipientFacts Facts);

/// <summary>
/// Which issues went to an address, found when somebody asks: in each issue's batches there is one that the address is in, if it is in any.
/// Nothing of it is written per person when an issue goes out.
/// </summary>
public sealed class ReceivedIssues(
    TopicCatalog topics,
    IssueStore issues,
    IssueBatchStore batches,
    RecipientStore recipients,
    IOptions<NewsletterSendingOptions> options,
    IOptions<PeykOptions> peyk,
    TimeProvider time) : IPersonalData
{
    public string Name => "newsletterIssues";

    /// <summary>Of each topic newest first, as long as it is kept whom an issue went to.</summary>
    /// <param name="hash">By <see cref="AddressHashes"/>.</param>
    public async IAsyncEnumerable<ReceivedIssue> FindAsync(
        string hash, bool isTest, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // An issue may wait so long from its making to its sending.
        var oldest = time.GetUtcNow() - options.Value.RecipientsKept - peyk.Value.LongestLifetime;
        foreach (var topic in topics.Newsletters)
        {
            await foreach (var issue in issues.ReadTopicAsync(topic.Key, after: null, cancellationToken))
            {
                if (issue.CreatedAt < oldest)
                    break;
                if (issue.StartedAt is null || issue.Client.IsTest != isTest
                    || await batches.FindBatchOfAsync(issue.Id, hash, cancellationToken) is not { } batch
                    || await recipients.FindAsync(issue.Id, batch.Number, hash, cancellationToken) is not { } recipient)
                    continue;
                if (recipient.Facts.IsHeard || batch.Calls.Any(c => c.Number == recipient.Call))
                    yield return new(issue, batch.Number, batch.EndedAt ?? batch.StartedAt, recipient.Facts);
            }
        }
    }

    public async Task<JsonNode?> ExportAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var received = new JsonArray();
        foreach (var address in AddressesOf(subject))
        {
            await foreach (var found in FindAsync(address.Hash, subject.IsTest, cancellationToken))
            {
                received.Add((JsonNode)new JsonObject
                {
                    ["topic"] = found.Issue.Topic,
                    ["issue"] = found.Issue.Id.ToString("D"),
                    ["address"] = address.Value,
                    ["sentAt"] = found.SentAt,
                    ["deliveredAt"] = found.Facts.DeliveredAt,
                    ["failedAt"] = found.Facts.FailedAt,
                    ["providerCode"] = found.Facts.Code,
                    ["reportedAsSpamAt"] = found.Facts.SpamAt,
                });
            }
        }

        return received.Count > 0 ? received : null;
    }

    /// <remarks>That a mail went out stays, as a number among others: it can be told of nobody any more.</remarks>
    public async Task<ErasedPart> EraseAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var address in AddressesOf(subject))
        {
            await foreach (var found in FindAsync(address.Hash, subject.IsTest, cancellationToken))
            {
                if (found.Issue.CreatedAt <= subject.Until
                    && await recipients.AnonymiseAsync(found.Issue.Id, found.Batch, address.Hash, $"~x|{Guid.CreateVersion7(time.GetUtcNow()):N}", cancellationToken))
                    count++;
            }
        }

        return new(count);
    }

    // Of an address that somebody else has too nobody can tell whose mail it was.
    private static IEnumerable<SubjectAddress> AddressesOf(DataSubject subject) =>
        subject.Addresses.Where(a => a.Channel == Channel.Email && !a.IsShared);
}
