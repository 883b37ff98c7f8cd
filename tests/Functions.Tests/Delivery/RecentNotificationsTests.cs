using Azure;
using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Delivery;

public sealed class RecentNotificationsTests
{
    private readonly ShiftedTime _time = new();

    [Fact]
    public void What_is_remembered_is_given_out_once()
    {
        var recent = new RecentNotifications(_time);
        var written = Written("1");
        recent.Remember(written);

        recent.Take(written.Notification.Id).ShouldBe(written);
        recent.Take(written.Notification.Id).ShouldBeNull();
    }

    [Fact]
    public void The_latest_version_counts()
    {
        var recent = new RecentNotifications(_time);
        var first = Written("1");
        recent.Remember(first);
        recent.Remember(first with { ETag = new("2") });

        recent.Take(first.Notification.Id)!.ETag.ShouldBe(new ETag("2"));
    }

    [Fact]
    public void After_ten_seconds_it_is_forgotten()
    {
        var recent = new RecentNotifications(_time);
        var written = Written("1");
        recent.Remember(written);

        _time.Advance(TimeSpan.FromSeconds(11));

        recent.Take(written.Notification.Id).ShouldBeNull();
    }

    [Fact]
    public void The_oldest_of_more_than_two_thousand_go_first()
    {
        var recent = new RecentNotifications(_time);
        var all = Enumerable.Range(0, 2_001).Select(i => Written($"{i}")).ToList();
        all.ForEach(recent.Remember);

        recent.Take(all[0].Notification.Id).ShouldBeNull();
        recent.Take(all[1].Notification.Id).ShouldNotBeNull();
    }

    private StoredNotification Written(string version)
    {
        var now = _time.GetUtcNow();
        var notification = new Notification(
            Guid.CreateVersion7(now), ChannelPolicy.Only, [Channel.Sms], now, now.AddDays(1), null, Urgent: false,
            [new(1, Channel.Sms, DeliveryStatus.Accepted, now, now)]);
        return new(new("client", "status-updates", "step", "fa"), notification, new(1, "mac", "key"), new(version), null, []);
    }
}
