using System.Globalization;

namespace Peyk.Bench.Reminders;

/// <summary>How many reminders, from <c>--due 5000 --idle 10000,100000</c>.</summary>
/// <param name="Due">Reminders that are due within one hour.</param>
/// <param name="Idle">Reminders that are not due, step by step.</param>
internal sealed record ReminderSizes(int Due, IReadOnlyList<int> Idle)
{
    public static ReminderSizes Read(string[] args) => new(
        Value(args, "--due") is { } due ? Number(due) : 5_000,
        [.. (Value(args, "--idle") ?? "10000,100000").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Number)]);

    private static string? Value(string[] args, string name) => args.SkipWhile(a => a != name).Skip(1).FirstOrDefault();

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
