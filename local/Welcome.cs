namespace Peyk.Local;

/// <summary>What stands on the console once everything runs.</summary>
public static class Welcome
{
    public static string Text(LocalEnvironment environment) => $$$"""

        Phone      {{{environment.Simulator.Url}}}phone
        Inbox      {{{environment.Simulator.Url}}}inbox
        Dashboard  {{{environment.Simulator.Url}}}dashboard
        API        {{{environment.App.Url}}}api/v1
        Storage    {{{environment.Azurite.ConnectionString.Split(';').First(p => p.StartsWith("TableEndpoint", StringComparison.Ordinal))}}}
        App's log  {{{environment.App.LogFile}}}

        Post a status update:

        curl -s {{{environment.App.Url}}}api/v1/status-updates \
          -H 'Authorization: Bearer {{{environment.ApiKey}}}' -H 'Content-Type: application/json' \
          -d '{"to":{"mobile":"+989121234567","email":"maryam@example.ir","name":"مریم رضایی","language":"fa"},"case":{"service":"retirement","step":"documents-received"},"channels":{"policy":"all"}}'

        Ctrl+C stops everything.
        """;
}
