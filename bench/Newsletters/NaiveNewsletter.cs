using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Azure;
using Azure.Data.Tables;
using Peyk.Local.Simulator;

namespace Peyk.Bench.Newsletters;

/// <summary>
/// The function that most people write: for each subscriber a row, a call of the provider with the whole mail, and the row again. What
/// crashes between the three is lost or sent twice.
/// </summary>
internal static class NaiveNewsletter
{
    /// <returns>Recipients a second.</returns>
    public static async Task<double> RunAsync(string storage, ProviderSimulator simulator, int recipients, int atOnce)
    {
        var table = new TableServiceClient(storage).GetTableClient("Mails");
        await table.CreateIfNotExistsAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null }) { BaseAddress = simulator.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", simulator.AppSettings["SendGrid__ApiKey"]);
        var started = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, recipients), new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (n, token) =>
        {
            var row = new TableEntity("mails", $"{n:D8}") { ["Email"] = $"naive-{n}@example.com", ["Status"] = "new" };
            await table.AddEntityAsync(row, token);
            using var answer = await http.PostAsJsonAsync("/v3/mail/send", Mail(n), token);
            answer.EnsureSuccessStatusCode();
            row["Status"] = "sent";
            await table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Merge, token);
        });
        return recipients / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    private static JsonObject Mail(int n) => new()
    {
        ["personalizations"] = new JsonArray(new JsonObject { ["to"] = new JsonArray(new JsonObject { ["email"] = $"naive-{n}@example.com" }) }),
        ["from"] = new JsonObject { ["email"] = "no-reply@peyk.example" },
        ["subject"] = "News of December",
        ["content"] = new JsonArray(
            new JsonObject { ["type"] = "text/plain", ["value"] = Text },
            new JsonObject { ["type"] = "text/html", ["value"] = $"<html><body><p>{Text}</p></body></html>" }),
    };

    private static readonly string Text = string.Concat(Enumerable.Repeat("Pensions rise on 22 December. ", 100));
}
