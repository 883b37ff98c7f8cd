namespace Peyk.Local.Simulator.Webhooks;

/// <summary>What the fragment of a callback URL asks of Twilio's webhooks: <c>#rc=5&amp;rp=all</c>.</summary>
/// <param name="Retries">Repetitions after the first try, 0..5.</param>
/// <param name="Policies">What is repeated: <c>4xx</c>, <c>5xx</c>, <c>ct</c>, <c>rt</c>, <c>all</c>.</param>
/// <param name="ReadTimeout">Wait for an answer, 100 ms..15 s.</param>
/// <param name="TotalTime">Limit of all tries together, 100 ms..15 s.</param>
internal sealed record ConnectionOverrides(int Retries, IReadOnlySet<string> Policies, TimeSpan ReadTimeout, TimeSpan TotalTime)
{
    public static readonly ConnectionOverrides Default =
        new(1, new HashSet<string>(["ct"]), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(15));

    public static ConnectionOverrides Parse(string fragment)
    {
        var overrides = Default;
        foreach (var part in fragment.TrimStart('#').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = part.Split('=', 2) is [var k, var v] ? (k, Uri.UnescapeDataString(v)) : (part, "");
            overrides = key switch
            {
                "rc" when int.TryParse(value, out var retries) => overrides with { Retries = Math.Clamp(retries, 0, 5) },
                "rp" => overrides with { Policies = value.Split(',').ToHashSet() },
                "rt" when int.TryParse(value, out var ms) => overrides with { ReadTimeout = Milliseconds(ms) },
                "tt" when int.TryParse(value, out var ms) => overrides with { TotalTime = Milliseconds(ms) },
                _ => overrides,
            };
        }
        return overrides;
    }

    public bool Repeats(WebhookResult result)
    {
        if (result.Succeeded)
            return false;
        if (Policies.Contains("all"))
            return result.Status is 0 or >= 400;
        return result switch
        {
            { Failure: WebhookFailure.Connect } => Policies.Contains("ct"),
            { Failure: WebhookFailure.Read } => Policies.Contains("rt"),
            { Status: >= 500 } => Policies.Contains("5xx"),
            { Status: >= 400 } => Policies.Contains("4xx"),
            _ => false,
        };
    }

    private static TimeSpan Milliseconds(int value) => TimeSpan.FromMilliseconds(Math.Clamp(value, 100, 15_000));
}
