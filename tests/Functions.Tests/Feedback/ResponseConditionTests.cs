using System.Text.Json.Nodes;
using Peyk.Core.Surveys;
using Peyk.Functions.Feedback;
using Peyk.Functions.Tests.Reminders;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Feedback;

/// <summary>Reminders that end when an answer arrives.</summary>
public sealed class ResponseConditionTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_reminder_stops_when_the_answer_arrives_between_two_leads()
    {
        await using var host = await ReminderHost.StartAsync(azurite.NewAccount());
        using var asked = await host.Api.PostAsync(FeedbackHost.Request("waiting@example.org"), path: "/api/v1/feedback-requests");
        var request = Guid.Parse((string)JsonNode.Parse(await asked.Content.ReadAsStringAsync())!["id"]!);
        var reminder = host.Reminder("+989131001031", TimeSpan.FromHours(3), "PT2H", "PT1H", "PT0S");
        reminder["stopWhen"] = new JsonObject { ["response"] = new JsonObject { ["request"] = $"{request}" } };
        var id = await host.AcceptedAsync(reminder);

        await host.PassAsync(TimeSpan.FromMinutes(61));
        var before = await host.OccurrencesAsync(id);
        var answers = host.Host.Get<FeedbackAnswers>();
        await answers.RecordAsync(
            (await answers.FindAsync(request, default))!, new Dictionary<string, Answer> { ["satisfaction"] = new(4) }, AnswerChannel.Web, host.Now,
            AnswerFlags.None, default);
        await host.PassAsync(TimeSpan.FromMinutes(125));

        before.ShouldBe(["fired", "upcoming", "upcoming"]);
        (await host.OccurrencesAsync(id)).ShouldBe(["fired", "stopped", "stopped"]);
    }
}
