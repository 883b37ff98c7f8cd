using Azure.Data.Tables;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Core.Reports;
using Peyk.Functions.Shared;

namespace Peyk.Functions.Contacts;

/// <summary>How blocks of addresses are written and read: one row a cause, beside the address's links to contacts.</summary>
internal static class AddressRows
{
    private const string Block = "block-";

    public static string BlockRow(string hash, BlockCause cause) => $"{hash}|{Block}{cause.ToWord()}";

    /// <summary>The blocks of an address have keys from this one on …</summary>
    public static string FirstBlock(string hash) => $"{hash}|{Block}";

    /// <summary>… and before this one.</summary>
    public static string AfterBlocks(string hash) => $"{hash}|block.";

    public static bool IsBlock(TableEntity row, string hash, out BlockCause cause)
    {
        var kind = row.RowKey[(hash.Length + 1)..];
        cause = default;
        return kind.StartsWith(Block, StringComparison.Ordinal) && SnakeCase.TryFromWord(kind[Block.Length..], out cause);
    }

    public static string SourceOf(BlockCause cause) => cause switch
    {
        BlockCause.CarrierOptOut => "twilio",
        BlockCause.SpamReport or BlockCause.Unsubscribed or BlockCause.GroupUnsubscribed or BlockCause.Undeliverable => "sendgrid",
        BlockCause.WrongRecipient => "citizen",
    };

    /// <summary>Null for a cause that is nobody's wish.</summary>
    public static OptOutWay? OptOutOf(BlockCause cause) => cause switch
    {
        BlockCause.CarrierOptOut => OptOutWay.Stop,
        BlockCause.SpamReport => OptOutWay.SpamReport,
        BlockCause.Unsubscribed or BlockCause.GroupUnsubscribed => OptOutWay.Provider,
        BlockCause.WrongRecipient => OptOutWay.WrongRecipient,
        BlockCause.Undeliverable => null,
    };

    public static TableEntity Write(string partition, string row, BlockState state) => new(partition, row)
    {
        ["Reason"] = state.Reason?.ToWord(),
        ["At"] = state.At,
        ["Messages"] = state.Messages.IsEmpty ? null : string.Join(' ', state.Messages),
    };

    public static BlockState Read(TableEntity row) => new(
        row.GetString("Reason") is { } reason ? SnakeCase.FromWord<Reason>(reason) : null,
        row.GetDateTimeOffset("At")!.Value,
        [.. (row.GetString("Messages") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
}
