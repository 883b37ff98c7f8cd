using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using NodaTime;
using Peyk.Core.Deliveries;
using Peyk.Core.Reports;
using Peyk.Core.Surveys;
using Peyk.Functions.Complaints;
using Peyk.Functions.Delivery;
using Peyk.Functions.Feedback;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;
using Peyk.Functions.Tests.Reminders;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Reports;

/// <summary>An app whose clock and timers a test holds, and notifications that go through their steps without being sent.</summary>
public sealed class ReportHost : IAsyncDisposable
{
    private readonly ReminderHost _host;

    private ReportHost(ReminderHost host) => _host = host;

    public ShiftedTime Time => _host.Time;

    public StorageFailure Failure => _host.Failure;

    public HttpClient Http => _host.Api.Http;

    public PeykHost App => _host.Host;

    public DeliveryRollups Rollups => App.Get<DeliveryRollups>();

    public RollupStore Store => App.Get<RollupStore>();

    public LocalDate Today => App.Get<NotificationKeys>().Day(Time.GetUtcNow());

    private DeliveryRules Rules => App.Get<DeliveryRules>();

    public static async Task<ReportHost> StartAsync(
        string storage, Func<HttpPipelinePolicy>? more = null, ReportHost? beside = null, params (string Name, string Value)[] settings)
    {
        var host = await ReminderHost.StartAsync(storage, beside?.Time, more, beside?._host, settings);
        // Far from midnight, so that no test falls upon it by chance.
        if (beside is null)
        {
            var local = Instant.FromDateTimeOffset(host.Now).InZone(DateTimeZoneProviders.Tzdb["Asia/Tehran"]);
            host.Time.Advance((local.Date.PlusDays(1).At(new LocalTime(10, 0)).InZoneLeniently(local.Zone) - local).ToTimeSpan());
        }

        return new(host);
    }

    /// <summary>A notification by SMS that the provider has taken, and no more is known.</summary>
    public async Task<StoredNotification> SentAsync(string template = "step", bool isTest = false)
    {
        var now = Time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var notification = new Notification(
            id, ChannelPolicy.Only, [Channel.Sms], now, now.AddDays(1), null, false,
            Notification.FirstDeliveries(ChannelPolicy.Only, [Channel.Sms], DeliveryStatus.Accepted, now, now.AddMinutes(2)));
        var content = App.Get<ContentCipher>().Seal(id, ContentCipher.NewKey(), "{}"u8.ToArray());
        var facts = new NotificationFacts("test", "status-updates", template, "fa", "retirement", IsTest: isTest);
        await App.Get<NotificationStore>().AddAsync(new(facts, notification, content), default);
        var claimed = await StepAsync(id, (d, _) => Rules.Claim(d, "commitment", Time.GetUtcNow(), new Charge(2, 0.16m, "USD")));
        return await StepAsync(claimed.Notification.Id, (d, s) => Rules.Answered(d, 1, new SendResult.Taken("SM1"), s, 0)!);
    }

    /// <summary>The receipt of a message that was sent.</summary>
    public Task<StoredNotification> DeliveredAsync(Guid id) =>
        StepAsync(id, (d, s) => Rules.Receive(d, 1, new Receipt.Delivered(Time.GetUtcNow(), "SM1"), s)!);

    private async Task<StoredNotification> StepAsync(Guid id, Func<Core.Deliveries.Delivery, Situation, Transition> step)
    {
        var store = App.Get<NotificationStore>();
        var before = (await store.ReadAsync(id, default))!;
        var delivery = before.Notification.Deliveries[0];
        var change = before.Notification.Apply(step(delivery, before.Notification.Situate(delivery, Rules.Times, Time.GetUtcNow())));
        return (await store.SaveAsync(before, change, default))!;
    }

    /// <summary>The deliveries of a day by status, as they are stored.</summary>
    public async Task<string> StatusesAsync(LocalDate day) => await Store.ReadAsync(day, default) is { } row
        ? string.Join(' ', StoredRollup.Read(row.Figures).Groups.Select(g => $"{g.Status}={g.Deliveries}"))
        : "nothing";

    public async Task<JsonObject> ReportAsync(string query) => JsonNode.Parse(await Http.GetStringAsync($"/api/v1/reports/deliveries?{query}"))!.AsObject();

    public async Task<int> MarksAsync() => (await App.Get<RecountMarks>().ReadAsync(default)).Count;

    public DayFactStore Facts => App.Get<DayFactStore>();

    /// <summary>A complaint that was opened just now.</summary>
    public async Task<Complaint> ComplainedAsync(string? service, TimeSpan promised, bool isTest = false)
    {
        var now = Time.GetUtcNow();
        var complaint = new Complaint(
            Guid.CreateVersion7(now), "test", isTest, "1234", ComplaintSource.Form, service, "fa", now, now + promised, ComplaintState.Open, null,
            new(new())) { Due = now + promised };
        await App.Get<ComplaintStore>().AddAsync(complaint, default);
        return (await App.Get<ComplaintStore>().FindAsync(complaint.Id, default))!;
    }

    public async Task AnsweredAsync(Complaint complaint) => (await App.Get<ComplaintStore>().TrySaveAsync(
        complaint, complaint with { State = ComplaintState.Answered, AnsweredAt = Time.GetUtcNow() }, default)).ShouldBeTrue();

    /// <summary>A request for feedback that was made just now.</summary>
    public async Task<FeedbackRequest> AskedAsync()
    {
        var id = Guid.CreateVersion7(Time.GetUtcNow());
        var now = NotificationKeys.TimeOf(id);
        var request = new FeedbackRequest(id, "test", false, "csat", "fa", null, Channel.Sms, now, now.AddDays(14), FeedbackState.Open, new(Mobile: "+989120000009"));
        (await App.Get<FeedbackStore>().AddAsync(request, default)).ShouldBeTrue();
        return request;
    }

    public async Task RespondedAsync(FeedbackRequest request)
    {
        var asked = (await App.Get<FeedbackAnswers>().FindAsync(request.Id, default))!;
        await App.Get<FeedbackAnswers>().RecordAsync(
            asked, new Dictionary<string, Answer> { [asked.Survey.Next(asked.Answers)!.Key] = new(5, null) }, AnswerChannel.Sms, Time.GetUtcNow(), AnswerFlags.None, default);
    }

    /// <summary>The opt-outs of a day, as they are stored.</summary>
    public async Task<string> OptOutsAsync(LocalDate day) =>
        string.Join(' ', ((await FactsAsync(day)).OptOuts ?? []).Select(o => $"{o.Way}/{o.Channel}={o.Count}{(o.Test == true ? " of tests" : "")}"));

    public async Task<string> ComplaintsAsync(LocalDate day) => string.Join("; ", ((await FactsAsync(day)).Complaints ?? [])
        .Select(c => $"{c.Service}/{c.Source} opened {c.Opened}, answered {c.Answered} ({c.OnTime} in time), open {c.Open} ({c.Overdue} overdue)"));

    public async Task<string> FeedbackAsync(LocalDate day) =>
        string.Join("; ", ((await FactsAsync(day)).Feedback ?? []).Select(f => $"{f.Survey} asked {f.Asked}, answered {f.ToFigures().Answered}"));

    /// <summary>Writes figures of a day as if they had been counted.</summary>
    public async Task PutAsync(LocalDate day, DeliveryTally deliveries, DayFacts? facts = null)
    {
        (await Store.WriteAsync(day, StoredRollup.Write(deliveries), 0, isFrozen: false, Time.GetUtcNow(), await Store.ReadAsync(day, default), default)).ShouldBeTrue();
        if (facts is not null)
            (await Facts.WriteAsync(day, StoredFacts.Write(facts), 0, isFrozen: false, Time.GetUtcNow(), await Facts.ReadAsync(day, default), default)).ShouldBeTrue();
    }

    private async Task<StoredFacts> FactsAsync(LocalDate day) => await Facts.ReadAsync(day, default) is { } row ? StoredFacts.Read(row.Figures) : new();

    public TableClient Notifications => App.Tables.GetTableClient(Tables.Notifications);

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
