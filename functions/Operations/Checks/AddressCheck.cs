using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Operations.Checks;

/// <summary>The public address: fit for links and callbacks, answered by us, and known to be behind a proxy where it is.</summary>
internal sealed class AddressCheck(HttpClient http, PeykOptions options, IConfiguration configuration)
{
    public const string HttpClient = "public-address";

    /// <summary>Set by App Service and Functions on Azure.</summary>
    private const string AzureHost = "WEBSITE_HOSTNAME";

    public async IAsyncEnumerable<CheckResult> RunAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string What = "public address";
        if (!Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out var url))
        {
            yield return CheckResult.Skipped(What, "Peyk__PublicUrl is no address");
            yield break;
        }

        if (url.IsLoopback)
            yield return CheckResult.Warning(What, "is this machine: nobody else can follow a link or call back", "Set Peyk__PublicUrl, unless this is a trial.");
        else if (url.Scheme != Uri.UriSchemeHttps)
            yield return CheckResult.Failed(What, "is not https: providers refuse it, and links show what they lead to", "Set Peyk__PublicUrl to the https address.");
        else
            yield return await AnswersAsync(url, cancellationToken);
        yield return Proxies();
    }

    private async Task<CheckResult> AnswersAsync(Uri url, CancellationToken cancellationToken)
    {
        const string What = "public address";
        const string Mend = "Start the app, and check the name, the certificate and the way from outside to it.";
        try
        {
            using var answer = await http.GetAsync(new Uri(url, "/health/live"), cancellationToken);
            return answer.IsSuccessStatusCode
                ? CheckResult.Ok(What, "is https and answers")
                : CheckResult.Warning(What, $"is https, but /health/live answers {(int)answer.StatusCode}", Mend);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return CheckResult.Warning(What, "is https, but does not answer from here", Mend);
        }
    }

    private CheckResult Proxies()
    {
        const string What = "proxies";
        return (IsInAzure: !string.IsNullOrEmpty(configuration[AzureHost]), options.TrustedProxyHops) switch
        {
            (true, 0) => CheckResult.Failed(What, "Azure's front end is one, but Peyk__TrustedProxyHops is 0: all callers count as one", "Set Peyk__TrustedProxyHops=1."),
            (_, 0) => CheckResult.Ok(What, "none is trusted: callers are who they connect as"),
            (_, var hops) => CheckResult.Ok(What, $"{hops} trusted"),
        };
    }
}
