using System.Text;

namespace Peyk.Local.Simulator.Scenarios;

/// <summary>One recipient of the table.</summary>
public sealed record ScenarioRow(string Channel, string Recipient, string English, string Persian);

/// <summary>The table of recipients, for the README, the pages and the tests.</summary>
public static class ScenarioTable
{
    public static IReadOnlyList<ScenarioRow> Rows { get; } =
    [
        .. SmsScenarios.All.Select(scenario => new ScenarioRow("sms", scenario.Digits, scenario.English, scenario.Persian)),
        .. SmsScenarios.TestNumbers.Select(row => new ScenarioRow("sms", row.Number, $"400 / {row.Code}: {row.English}", row.Persian)),
        .. EmailScenarios.All.Select(scenario => new ScenarioRow("email", scenario.Name, scenario.English, scenario.Persian)),
    ];

    /// <summary>Mobile in the Persian range for three digits of the table; there are ten of each.</summary>
    /// <param name="digits">The digits, such as <c>003</c>.</param>
    /// <param name="line">0..9, to keep tests apart that use the same outcome.</param>
    public static string Mobile(string digits, int line = 0) => $"{SmsScenarios.PersianRange}{line}{digits}";

    /// <summary>Address for a name of the table.</summary>
    /// <param name="name">The name, such as <c>bounced</c>.</param>
    /// <param name="tag">Anything, to keep tests apart that use the same outcome.</param>
    public static string Address(string name, string? tag = null) =>
        tag is null ? $"{name}@{EmailScenarios.Domain}" : $"{name}+{tag}@{EmailScenarios.Domain}";

    public static string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append("| SMS to | What happens |\n|---|---|\n");
        foreach (var row in Rows.Where(row => row.Channel is "sms"))
            text.Append($"| `{(row.Recipient.StartsWith('+') ? row.Recipient : "…" + row.Recipient)}` | {row.English} |\n");
        text.Append("\n| E-mail to | What happens |\n|---|---|\n");
        foreach (var row in Rows.Where(row => row.Channel is "email"))
            text.Append($"| `{row.Recipient}@{EmailScenarios.Domain}` | {row.English} |\n");
        return text.ToString();
    }
}
