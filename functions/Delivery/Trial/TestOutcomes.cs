using Peyk.Core.Deliveries;

namespace Peyk.Functions.Delivery.Trial;

/// <summary>What becomes of a message that came with a test key.</summary>
/// <param name="Reason">Null when it is delivered.</param>
/// <param name="IsRefused">The answer already says so; otherwise a receipt does.</param>
public sealed record TestOutcome(Reason? Reason, string Code, bool IsRefused = false)
{
    public static TestOutcome Delivered { get; } = new(null, "delivered");

    public Receipt ToReceipt(DateTimeOffset at, string providerId) => Reason is { } reason
        ? new Receipt.Failed(at, providerId, reason, Code)
        : new Receipt.Delivered(at, providerId);
}

/// <summary>
/// The recipient chooses the outcome: by the last three digits of a number that begins with <c>+98912000</c> or <c>+447700900</c>,
/// or by the part before <c>@sim.example</c>. Everybody else gets the message delivered.
/// </summary>
public static class TestOutcomes
{
    private static readonly string[] Ranges = ["+98912000", "+447700900"];

    public static IReadOnlyDictionary<string, TestOutcome> ByDigits { get; } = new[]
    {
        new TestOutcome(Reason.Unreachable, "30003"),
        new TestOutcome(Reason.Blocked, "30004"),
        new TestOutcome(Reason.InvalidAddress, "30005"),
        new TestOutcome(Reason.ContentRejected, "30007"),
        new TestOutcome(Reason.InvalidAddress, "21211", IsRefused: true),
        new TestOutcome(Reason.OptedOut, "21610", IsRefused: true),
    }.ToDictionary(o => o.Code[^3..]);

    public static IReadOnlyDictionary<string, TestOutcome> ByName { get; } = new[]
    {
        new TestOutcome(Reason.Bounced, "bounced"),
        new TestOutcome(Reason.Blocked, "blocked"),
        new TestOutcome(Reason.MailboxFull, "mailbox-full"),
        new TestOutcome(Reason.Misconfigured, "refused", IsRefused: true),
    }.ToDictionary(o => o.Code);

    public static TestOutcome OfNumber(string number) =>
        Array.Exists(Ranges, range => number.StartsWith(range, StringComparison.Ordinal))
            ? ByDigits.GetValueOrDefault(number[^3..], TestOutcome.Delivered)
            : TestOutcome.Delivered;

    public static TestOutcome OfAddress(string address) =>
        address.EndsWith("@sim.example", StringComparison.OrdinalIgnoreCase)
            ? ByName.GetValueOrDefault(address.Split('@', '+')[0].ToLowerInvariant(), TestOutcome.Delivered)
            : TestOutcome.Delivered;

    /// <summary>The outcome that <see cref="TestOutcome.Code"/> names.</summary>
    public static TestOutcome? OfCode(string code) =>
        ByDigits.Values.Concat(ByName.Values).Append(TestOutcome.Delivered).FirstOrDefault(o => o.Code == code);
}
