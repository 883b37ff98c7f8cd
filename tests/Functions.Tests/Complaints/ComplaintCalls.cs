using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Peyk.Functions.Complaints;
using Peyk.Functions.Tests.Assistant;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Complaints;

/// <summary>What the tests of complaints have in common.</summary>
internal static class ComplaintCalls
{
    /// <summary>Asks a phone, answers with the lowest score, and gives the complaint as the API shows it.</summary>
    public static async Task<JsonObject> ComplainAsync(this SmsHost host, string phone)
    {
        var request = await host.AskAsync(phone, "en");
        await host.SayAsync(phone, "1");
        return await host.ComplaintOfAsync(request);
    }

    public static async Task<JsonObject> ComplaintOfAsync(this SmsHost host, string request) =>
        (await host.ComplaintsAsync()).Single(c => (string?)c["feedbackRequest"] == request);

    /// <summary>All complaints of the client.</summary>
    public static async Task<IReadOnlyList<JsonObject>> ComplaintsAsync(this SmsHost host, string query = "limit=100")
    {
        var page = await host.Api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/complaints?{query}");
        return [.. page!["items"]!.AsArray().Select(c => c!.AsObject())];
    }

    public static async Task<JsonObject> ReadAsync(this SmsHost host, JsonObject complaint) =>
        (await host.Api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/complaints/{complaint["id"]}"))!;

    public static async Task<(HttpStatusCode Status, JsonObject Body)> AnswerAsync(this ApiUser api, JsonObject complaint, string text)
    {
        using var answer = await api.PostAsync(new() { ["text"] = text }, path: $"/api/v1/complaints/{complaint["id"]}/answer");
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject());
    }

    /// <summary>Mails to a colleague that name the complaint.</summary>
    public static IReadOnlyList<string> MailsAbout(this SmsHost host, string email, JsonObject complaint) =>
        [.. host.Host.Simulator.Mails.Where(m => m.To == email && m.Text!.Contains((string)complaint["code"]!, StringComparison.Ordinal)).Select(m => m.Subject)];

    public static Task MailAsync(this SmsHost host, string email, JsonObject complaint, int count = 1) =>
        Wait.UntilAsync(() => host.MailsAbout(email, complaint).Count >= count, what: $"mail {count} to {email}");

    /// <summary>One run of the timer, at the host's clock.</summary>
    public static Task RunTimerAsync(this SmsHost host) => new OverdueComplaintsTimer(
        host.Host.Get<ComplaintStore>(), host.Host.Get<ComplaintDesk>(), host.Clock,
        Microsoft.Extensions.Logging.Abstractions.NullLogger<OverdueComplaintsTimer>.Instance).Run(new(), default);
}
