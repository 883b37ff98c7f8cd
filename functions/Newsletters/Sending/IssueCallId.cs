using System.Globalization;

namespace Peyk.Functions.Newsletters.Sending;

/// <summary>A call as the provider's events name it again.</summary>
public sealed record IssueCallId(Guid Issue, int Batch, int Call)
{
    public const string IssueArg = "peyk_issue";
    public const string BatchArg = "peyk_batch";
    public const string CallArg = "peyk_call";
    public const string RecipientArg = "peyk_recipient";

    public Dictionary<string, string> ToArgs() => new()
    {
        [IssueArg] = Issue.ToString("D"),
        [BatchArg] = Batch.ToString(CultureInfo.InvariantCulture),
        [CallArg] = Call.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Null when it is none of ours.</summary>
    public static IssueCallId? Parse(string? issue, string? batch, string? call) =>
        Guid.TryParseExact(issue, "D", out var id) && TryNumber(batch, out var number) && TryNumber(call, out var ofBatch) ? new(id, number, ofBatch) : null;

    private static bool TryNumber(string? text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
}

/// <summary>Whose copy of an issue an event is about.</summary>
/// <param name="Recipient">Key of their subscription.</param>
public sealed record IssueCopyId(IssueCallId Call, string Recipient);
