using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using NodaTime;
using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery;
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

    public TableClient Notifications => App.Tables.GetTableClient(Tables.Notifications);

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
