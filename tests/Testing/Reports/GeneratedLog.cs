using System.Text.Json.Nodes;
using Azure.Data.Tables;
using NodaTime;
using Peyk.Functions.Delivery;

namespace Peyk.Testing.Reports;

/// <summary>
/// Notifications as they lie in the table, heads and log entries, made up from a seed: each tells one of the stories that a message may
/// have. Written column by column and without any code of the app, so that what reads them is put to the test.
/// </summary>
public sealed class GeneratedLog(DateTimeZone zone, int seed = 7)
{
    private static readonly (string Kind, string[] Templates, string?[] Services)[] Kinds =
    [
        ("status-updates", ["step", "decision-approved", "setback"], ["retirement", "unemployment-benefit"]),
        ("reminders", ["due-soon", "payment", "appointment"], ["retirement", null]),
        ("feedback-requests", ["after-step"], [null]),
    ];

    private readonly NotificationKeys _keys = new(zone);
    private readonly Random _random = new(seed);

    /// <summary>The rows of a day's notifications, until they have at least so many log entries. Each notification's lie together, its head first.</summary>
    public IEnumerable<IReadOnlyList<TableEntity>> Day(LocalDate day, int entries)
    {
        var start = day.AtStartOfDayInZone(zone).ToDateTimeOffset();
        for (var written = 0; written < entries;)
        {
            var rows = Notification(start.AddMilliseconds(_random.Next(86_400_000)));
            written += rows.Count - 1;
            yield return rows;
        }
    }

    private List<TableEntity> Notification(DateTimeOffset at)
    {
        var bytes = Guid.CreateVersion7(at).ToByteArray(bigEndian: true);
        _random.NextBytes(bytes.AsSpan(9));
        var id = new Guid(bytes, bigEndian: true);
        var story = new GeneratedStory(_keys.Partition(id), id, at, _random);
        Tell(story);
        var (kind, templates, services) = Kinds[_random.Next(Kinds.Length)];
        var service = services[_random.Next(services.Length)];
        var head = new TableEntity(story.Partition, id.ToString("D"))
        {
            ["Client"] = "generated",
            ["Kind"] = kind,
            ["Template"] = templates[_random.Next(templates.Length)],
            ["Language"] = _random.Next(5) == 0 ? "en" : "fa",
            ["Service"] = service,
            ["Test"] = _random.Next(20) == 0 ? true : null,
            ["HasContent"] = false,
            ["Deliveries"] = new JsonArray([.. story.Deliveries]).ToJsonString(),
        };
        return [head, .. story.Entries];
    }

    private void Tell(GeneratedStory story)
    {
        var (first, other) = _random.Next(3) == 0 ? ("email", "sms") : ("sms", "email");
        switch (_random.Next(15))
        {
            case 0: // refused by the provider, then the other channel
                story.Begin(1, first, "accepted").Claim().Refused("invalid_address");
                story.Begin(2, other, "fallback").Claim().Sent().Delivered();
                break;
            case 1: // a failed receipt
                story.Begin(1, first, "accepted").Claim().Sent().Failed("unreachable");
                break;
            case 2: // held at night
                story.Begin(1, "sms", "accepted").PutOff("held").Claim().Sent().Delivered();
                break;
            case 3: // scheduled
                story.Begin(1, first, "scheduled").Claim().Sent().Delivered();
                break;
            case 4: // the provider was away for a while
                story.Begin(1, first, "accepted").Claim().NotTaken().Claim().Sent().Delivered();
                break;
            case 5: // no receipt, or a late one
                story.Begin(1, first, "accepted").Claim().Sent().NoReceipt(isLate: _random.Next(2) == 0);
                break;
            case 6: // a bounce after all
                story.Begin(1, "email", "accepted").Claim().Sent().Delivered().Bounced();
                break;
            case 7:
                story.Begin(1, "sms", "accepted").Ended("suppressed", "opted_out");
                break;
            case 8:
                story.Begin(1, first, "scheduled").Ended("cancelled", "cancelled_by_client");
                break;
            case 9: // still under way
                story.Begin(1, first, "accepted").Claim().Sent();
                break;
            case 10: // the receipt was faster than the answer
                story.Begin(1, "sms", "accepted").Claim().DeliveredUnheard();
                break;
            case 11: // on both
                story.Begin(1, "sms", "accepted");
                story.Begin(2, "email", "accepted").Claim().Sent().Delivered();
                break;
            default:
                story.Begin(1, first, "accepted").Claim().Sent().Delivered();
                break;
        }
    }
}
