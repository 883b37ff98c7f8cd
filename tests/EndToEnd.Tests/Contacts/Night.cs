using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Extensions;
using Peyk.Core.Addresses;
using Peyk.Core.Contacts;
using Peyk.EndToEnd.Tests.Guarantees;
using Peyk.Functions.Contacts;
using Peyk.Functions.Delivery;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Contacts;

/// <summary>The whole app at 23:00 in Tehran, with a clock that can be set ahead; its sweep runs when the test says so.</summary>
public sealed class Night : IAsyncDisposable
{
    private readonly ShiftedTime _time;

    private Night(PeykHost host, ApiUser api, ShiftedTime time) => (Host, Api, _time) = (host, api, time);

    public static DateTimeZone Tehran { get; } = DateTimeZoneProviders.Tzdb["Asia/Tehran"];

    public PeykHost Host { get; }

    public ApiUser Api { get; }

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>08:00 of the coming morning, when the quiet hours are over.</summary>
    public DateTimeOffset Morning => (Now.ToInstant().InZone(Tehran) is var now && now.Hour < 8 ? now.Date : now.Date.PlusDays(1))
        .At(new LocalTime(8, 0)).InZoneLeniently(Tehran).ToDateTimeOffset();

    public static async Task<Night> BeginAsync(string storage)
    {
        var time = new ShiftedTime();
        var now = time.GetUtcNow().ToInstant().InZone(Tehran);
        var begin = now.Date.PlusDays(1).At(new LocalTime(23, 0)).InZoneLeniently(Tehran);
        time.Advance((begin - now).ToTimeSpan());
        var settings = ShortTimes.Patient(
            ("SweepSchedule", ShortTimes.Never), ("Contacts__QuietHours", "21:00-08:00"), ("Peyk__DefaultLifetime", "1.00:00:00"), ("Peyk__LongestLifetime", "2.00:00:00"));
        var host = await PeykHost.StartAsync(storage, settings, services => services.AddSingleton<TimeProvider>(time));
        return new(host, new ApiUser(host.ClientWith(await host.NewKeyAsync())), time);
    }

    /// <summary>Moves the clock, and does what is then due.</summary>
    public async Task WaitUntilAsync(DateTimeOffset moment)
    {
        _time.Advance(moment - Now);
        await Host.Get<Sweep>().RunAsync(default);
    }

    public async Task<Contact> NewContactAsync(string mobile, string? email = null, Preferences? preferences = null)
    {
        var contact = new Contact(
            Guid.CreateVersion7(Now), IsTest: false, null, PhoneNumber.Parse(mobile), email is null ? null : EmailAddress.Parse(email),
            preferences ?? Preferences.None, Now, Now);
        (await Host.Get<ContactStore>().TrySaveAsync(null, contact, default)).ShouldBeTrue();
        return contact;
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Host.DisposeAsync();
    }
}
