using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Azure.Core;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Functions.Contacts;
using Peyk.Functions.Contacts.Erasures;
using Peyk.Functions.Shared.Storage;
using Peyk.Runtime;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Guarantees;

/// <summary>An erasure that was accepted is completed, wherever it breaks off and whoever works on it at the same time.</summary>
[Collection(nameof(OneAtATime))]
public sealed class ErasureCrashTests(AzuriteFixture azurite)
{
    private const string Mobile = "+989411234592";
    private const string Email = "crashmarker@example.org";

    public static TheoryData<string, bool> DangerousLines => new()
    {
        { "\"Action\":\"erasure_requested\"", false },
        { "\"Action\":\"erasure_requested\"", true },
        { "\"Event\":\"cancelled\"", false },
        { "\"Event\":\"cancelled\"", true },
        { "\"Pass\":2", false },
        { "\"Pass\":2", true },
        { "\"Action\":\"erasure_done\"", false },
        { "\"Action\":\"erasure_done\"", true },
        { "\"Status\":\"done\"", false },
        { "\"Status\":\"done\"", true },
    };

    [Theory]
    [MemberData(nameof(DangerousLines))]
    public async Task A_crash_around_a_write_leaves_nothing_of_the_person(string text, bool after)
    {
        var (storage, time) = (new StorageFailure(), new ShiftedTime());
        await using var host = await StartAsync(storage, time);
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var person = await PersonAsync(host, api);
        var ids = new[] { await api.AcceptedAsync(Later(ContactCalls.UpdateTo(person))), await api.AcceptedAsync(Later(ApiUser.StatusUpdate(Mobile))) };
        storage.BreakNext(text, after);

        using (await api.Http.DeleteAsync($"/api/v1/contacts/{person}"))
            await WorkAsync(host, time, runs: 5);

        storage.Broken.ShouldBe(1);
        (await host.EverythingAsync()).Holding(Traces(host, person)).ShouldBeEmpty();
        (await host.EverythingAsync()).Holding("Status=running").ShouldBeEmpty();
        foreach (var id in ids)
        {
            var left = await api.NotificationAsync(id);
            ((string?)left["status"], (bool?)left["logIntegrity"]!["verified"]).ShouldBe(("cancelled", true));
        }
    }

    [Fact]
    public async Task A_request_that_was_not_written_down_has_done_nothing()
    {
        var (storage, time) = (new StorageFailure(), new ShiftedTime());
        await using var host = await StartAsync(storage, time);
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var person = await PersonAsync(host, api);
        storage.BreakNext("\"Status\":\"running\"", after: false);

        using var broken = await api.Http.DeleteAsync($"/api/v1/contacts/{person}");
        var still = await api.ContactAsync(person);
        await api.EraseAsync(person);

        ((int)broken.StatusCode).ShouldBeGreaterThanOrEqualTo(500);
        ((string?)still["mobile"]).ShouldBe(Mobile);
    }

    [Fact]
    public async Task Two_workers_at_once_do_each_thing_once()
    {
        var time = new ShiftedTime();
        await using var host = await StartAsync(new(), time);
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var person = await PersonAsync(host, api);
        for (var i = 0; i < 5; i++)
            await api.AcceptedAsync(Later(ContactCalls.UpdateTo(person)));

        var requests = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => api.EraseAsync(person)));
        for (var run = 0; run < 3; run++)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.Get<ErasureWork>().RunAsync(default)));
            time.Advance(TimeSpan.FromMinutes(16));
        }

        var done = await api.ErasureAsync(requests.Distinct().ShouldHaveSingleItem());
        ((string?)done["status"], (int?)done["erased"]!["notifications"]).ShouldBe(("done", 5));
        (await host.EverythingAsync()).Holding("Action=erasure_done").Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_opt_out_stays_until_the_provider_has_it()
    {
        var time = new ShiftedTime();
        await using var host = await StartAsync(new(), time, ("SendGrid__BaseUrl", "http://127.0.0.1:9"));
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var person = await PersonAsync(host, api);

        var erasure = await api.EraseAsync(person);
        await WorkAsync(host, time, runs: 3);

        ((string?)(await api.ErasureAsync(erasure))["status"]).ShouldBe("running");
        (await host.Get<AddressBook>().FindAsync(Channel.Email, Email, isTest: false, default)).Block!.Reason.ShouldBe(Reason.OptedOut);
        host.Logs.Lines.Holding("crashmarker").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_change_that_came_while_the_contact_was_deleted_is_erased_with_it()
    {
        var time = new ShiftedTime();
        await using var host = await StartAsync(new(), time);
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var person = await PersonAsync(host, api);
        var store = host.Get<ContactStore>();
        var seen = (await store.FindAsync(person, isTest: false, default))!;
        var begun = await host.Get<ErasureStore>().TryAddAsync(
            new(Guid.CreateVersion7(time.GetUtcNow()), false, "test", "key", time.GetUtcNow(), ErasureStatus.Running, null, ImmutableSortedDictionary<string, int>.Empty),
            ErasureSubject.Of(seen), default);
        // This write was under way when the erasure began.
        (await store.TrySaveAsync(seen, seen with { Mobile = Core.Addresses.PhoneNumber.Parse("+989411234593") }, default)).ShouldBeTrue();

        await WorkAsync(host, time, runs: 3);

        begun.ShouldNotBeNull();
        var hash = host.Get<AddressHashes>().Of(Channel.Sms, "+989411234593", isTest: false);
        (await host.EverythingAsync()).Holding([.. Traces(host, person), hash]).ShouldBeEmpty();
    }

    private static async Task WorkAsync(PeykHost host, ShiftedTime time, int runs)
    {
        for (var run = 0; run < runs; run++)
        {
            try
            {
                await host.Get<ErasureWork>().RunAsync(default);
            }
            catch (InvalidOperationException)
            {
                // The test broke a write: as if the process had died.
            }

            time.Advance(TimeSpan.FromMinutes(16));
        }
    }

    private static string[] Traces(PeykHost host, Guid person)
    {
        var hashes = host.Get<AddressHashes>();
        return
        [
            "9411234592", "crashmarker", person.ToString(),
            hashes.Of(Channel.Sms, Mobile, isTest: false), hashes.Of(Channel.Email, Email, isTest: false),
        ];
    }

    private static async Task<Guid> PersonAsync(PeykHost host, ApiUser api)
    {
        var person = await api.PutContactAsync(new() { ["mobile"] = Mobile, ["email"] = Email });
        await host.BlockAsync(Channel.Email, Email, BlockCause.Unsubscribed, Reason.OptedOut);
        return person;
    }

    private static JsonObject Later(JsonObject update)
    {
        update["sendAt"] = TimeProvider.System.GetUtcNow().AddMinutes(55).ToString("O");
        return update;
    }

    private Task<PeykHost> StartAsync(StorageFailure failure, ShiftedTime time, params (string Name, string Value)[] others) => PeykHost.StartAsync(
        azurite.NewAccount(),
        ShortTimes.Patient(
        [
            ("ErasureSchedule", ShortTimes.Never), ("SweepSchedule", ShortTimes.Never), ("Retention__Content", "1.00:00:00"),
            ("Delivery__ReceiptLimit", "01:00:00"), .. others,
        ]),
        services => services
            .AddSingleton<TimeProvider>(time)
            .AddSingleton(s => s.GetRequiredService<StorageConnection>().CreateTables(o => o.AddPolicy(failure, HttpPipelinePosition.PerCall))));
}
