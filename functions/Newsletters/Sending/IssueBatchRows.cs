using System.Collections.Immutable;
using System.Text.Json;
using Azure.Data.Tables;
using Peyk.Core.Newsletters;
using Peyk.Functions.Shared;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>
/// The rows of an issue's partition in the table IssueBatches: <c>p</c> the plan, <c>b|{number}</c> a batch, <c>c|{number}</c> what became of
/// its recipients, <c>e|{number}|{call}</c> the proof that the provider took a call.
/// </summary>
public static class IssueBatchRows
{
    public const string PlanKey = "p";

    /// <summary>What the reports need of a batch's outcomes: some hundred bytes, compressed.</summary>
    public const string TallyColumn = "Tally";

    /// <summary>The other ones.</summary>
    public static readonly IReadOnlyList<string> OutcomeColumns =
        ["RowKey", "Heard", "Delivered", "Failed", "Bounced", "SpamReports", "Opened", "Clicked"];

    public static string Partition(Guid issue) => issue.ToString("D");

    public static string Batch(int number) => $"b|{number:D6}";

    public static string Outcomes(int number) => $"c|{number:D6}";

    public static string Evidence(int number, int call) => $"e|{number:D6}|{call:D9}";

    public static int NumberOf(string key) => int.Parse(key.AsSpan(2, 6), System.Globalization.CultureInfo.InvariantCulture);

    public static TableEntity Write(IssueBatch batch) => new(Partition(batch.Issue), Batch(batch.Number))
    {
        ["After"] = batch.After,
        ["Through"] = batch.Through,
        ["Planned"] = batch.Planned,
        ["Status"] = batch.Status.ToWord(),
        ["DueAt"] = batch.DueAt,
        ["Turn"] = batch.Turn,
        ["Runs"] = batch.Runs,
        ["Calls"] = JsonSerializer.Serialize(batch.Calls, PeykJson.Default.ImmutableArrayIssueCall),
        ["Refused"] = batch.Refused,
        ["StartedAt"] = batch.StartedAt,
        ["EndedAt"] = batch.EndedAt,
        ["Sent"] = batch.Sent,
        ["Suppressed"] = batch.Suppressed,
    };

    public static IssueBatch ReadBatch(TableEntity row) =>
        new(Guid.ParseExact(row.PartitionKey, "D"), NumberOf(row.RowKey), row.GetString("After")!, row.GetString("Through")!, row.GetInt32("Planned")!.Value)
        {
            Status = SnakeCase.FromWord<IssueBatchStatus>(row.GetString("Status")!),
            DueAt = row.GetDateTimeOffset("DueAt")!.Value,
            Turn = row.GetInt32("Turn")!.Value,
            Runs = row.GetInt32("Runs")!.Value,
            Calls = ReadCalls(row),
            Refused = row.GetInt32("Refused")!.Value,
            StartedAt = row.GetDateTimeOffset("StartedAt"),
            EndedAt = row.GetDateTimeOffset("EndedAt"),
            Version = row.ETag,
        };

    public static ImmutableArray<IssueCall> ReadCalls(TableEntity row) =>
        JsonSerializer.Deserialize(row.GetString("Calls")!, PeykJson.Default.ImmutableArrayIssueCall);

    public static TableEntity Write(IssuePlan plan) => new(Partition(plan.Issue), PlanKey)
    {
        ["Cut"] = plan.Cut,
        ["Batches"] = plan.Batches,
        ["Recipients"] = plan.Recipients,
        ["IsWhole"] = plan.IsWhole,
        ["FirstOpen"] = plan.FirstOpen,
        ["LeaseUntil"] = plan.LeaseUntil,
        ["StartedAt"] = plan.StartedAt,
        ["EndedAt"] = plan.EndedAt,
        ["ForgivenDelivered"] = plan.Forgiven.Delivered,
        ["ForgivenBounced"] = plan.Forgiven.Bounced,
        ["ForgivenSpam"] = plan.Forgiven.SpamReports,
    };

    public static IssuePlan ReadPlan(TableEntity row) =>
        new(
            Guid.ParseExact(row.PartitionKey, "D"), row.GetString("Cut")!, row.GetInt32("Batches")!.Value, row.GetInt32("Recipients")!.Value,
            row.GetBoolean("IsWhole")!.Value)
        {
            FirstOpen = row.GetInt32("FirstOpen")!.Value,
            LeaseUntil = row.GetDateTimeOffset("LeaseUntil")!.Value,
            StartedAt = row.GetDateTimeOffset("StartedAt")!.Value,
            EndedAt = row.GetDateTimeOffset("EndedAt"),
            Forgiven = IssueOutcomes.None with
            {
                Delivered = row.GetInt32("ForgivenDelivered")!.Value,
                Bounced = row.GetInt32("ForgivenBounced")!.Value,
                SpamReports = row.GetInt32("ForgivenSpam")!.Value,
            },
            Version = row.ETag,
        };

    public static TableEntity Write(Guid issue, int number, IssueOutcomes outcomes, IssueTally tally) => new(Partition(issue), Outcomes(number))
    {
        ["Heard"] = outcomes.Heard,
        ["Delivered"] = outcomes.Delivered,
        ["Failed"] = outcomes.Failed,
        ["Bounced"] = outcomes.Bounced,
        ["SpamReports"] = outcomes.SpamReports,
        ["Opened"] = outcomes.Opened,
        ["Clicked"] = outcomes.Clicked,
        [TallyColumn] = tally.Write(),
    };

    public static IssueOutcomes ReadOutcomes(TableEntity row) => new(
        Count(row, "Heard"), Count(row, "Delivered"), Count(row, "Failed"), Count(row, "Bounced"), Count(row, "SpamReports"), Count(row, "Opened"),
        Count(row, "Clicked"));

    private static int Count(TableEntity row, string name) => row.GetInt32(name) ?? 0;
}
