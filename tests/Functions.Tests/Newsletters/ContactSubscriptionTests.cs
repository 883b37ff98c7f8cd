using System.Net;
using System.Text.Json.Nodes;
using Peyk.Core.Newsletters;
using Peyk.Functions.Contacts;
using Peyk.Functions.Contacts.Settings;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Testing;
using static Peyk.Functions.Tests.Newsletters.SubscriptionFixture;

namespace Peyk.Functions.Tests.Newsletters;

/// <summary>What contacts and their clients choose about newsletters, and the settings page.</summary>
public sealed class ContactSubscriptionTests(SubscriptionFixture fixture) : IClassFixture<SubscriptionFixture>
{
    private const string Box = $"{News}.email";

    [Fact]
    public async Task The_settings_page_shows_the_newsletters_as_they_are_subscribed()
    {
        var (path, _) = await ContactAsync("shown@example.org");
        await fixture.SubscribedAsync("shown@example.org");
        await fixture.AcceptedAsync(new JsonObject { ["email"] = "shown@example.org" }, topic: OtherTopic);

        var page = await PageAsync(path);

        Checked(page, Box).ShouldBeTrue();
        page.ShouldContain("Waiting for you: please confirm");
        page.ShouldNotContain($"{News}.sms");
    }

    [Fact]
    public async Task Unticking_a_newsletter_ends_it_and_leaves_the_others()
    {
        var (path, _) = await ContactAsync("unticked@example.org");
        await fixture.SubscribedAsync("unticked@example.org");
        await fixture.SubscribedAsync("unticked@example.org", OtherTopic);

        (await SaveAsync(path, wanted: [$"{OtherTopic}.email"])).ShouldBe(HttpStatusCode.SeeOther);
        var rows = await fixture.RowsAsync();
        (await SaveAsync(path, wanted: [$"{OtherTopic}.email"])).ShouldBe(HttpStatusCode.SeeOther);

        var ended = (await fixture.FindAsync("unticked@example.org"))!;
        (ended.State, ended.Changes[^1].Way).ShouldBe((SubscriptionState.Unsubscribed, SubscriptionWay.SettingsPage));
        (await fixture.FindAsync("unticked@example.org", OtherTopic))!.State.ShouldBe(SubscriptionState.Confirmed);
        (await fixture.RowsAsync()).ShouldBe(rows, ignoreOrder: true);
        Checked(await PageAsync(path), Box).ShouldBeFalse();
    }

    [Fact]
    public async Task Ticking_a_newsletter_asks_the_address_because_the_link_may_have_come_by_another_way()
    {
        var (path, id) = await ContactAsync("ticked@example.org");

        await SaveAsync(path, wanted: [Box]);

        await fixture.MailToAsync("ticked@example.org");
        var row = (await fixture.FindAsync("ticked@example.org"))!;
        (row.State, row.ContactId).ShouldBe((SubscriptionState.Pending, id));
        (await fixture.FindAsync("ticked@example.org", OtherTopic)).ShouldBeNull();
        await fixture.SubmitAsync(fixture.ConfirmPath(row));
        (await fixture.FindAsync("ticked@example.org"))!.State.ShouldBe(SubscriptionState.Confirmed);
    }

    [Fact]
    public async Task What_did_not_stand_on_the_page_stays()
    {
        var (path, _) = await ContactAsync("older-page@example.org");
        await fixture.SubscribedAsync("older-page@example.org");

        await SaveAsync(path, wanted: [], shown: ["status-updates.email"]);

        (await fixture.FindAsync("older-page@example.org"))!.State.ShouldBe(SubscriptionState.Confirmed);
    }

    [Fact]
    public async Task A_subscription_of_another_contact_at_the_same_address_is_not_offered_and_not_ended()
    {
        var (path, _) = await ContactAsync("shared@example.org");
        var (_, other) = await ContactAsync("shared@example.org");
        await fixture.AcceptedAsync(With(fixture.Confirmed("shared@example.org"), "contactId", other.ToString("D")));

        await SaveAsync(path, wanted: []);

        (await PageAsync(path)).ShouldNotContain(Box);
        (await fixture.FindAsync("shared@example.org"))!.State.ShouldBe(SubscriptionState.Confirmed);
    }

    [Fact]
    public async Task A_pause_stops_newsletters_and_its_end_lets_them_go_again()
    {
        var until = fixture.Time.GetUtcNow().AddDays(5);
        var (_, id) = await ContactAsync("pausing@example.org");
        await fixture.SubscribedAsync("pausing@example.org");

        await fixture.Api.PutContactAsync(new() { ["email"] = "pausing@example.org", ["pausedUntil"] = until.ToString("O") }, id);
        var paused = (await fixture.FindAsync("pausing@example.org"))!;
        await fixture.Api.PutContactAsync(new() { ["email"] = "pausing@example.org" }, id);

        (paused.PausedUntil, paused.MaySend(until.AddSeconds(-1)), paused.MaySend(until), paused.State).ShouldBe((until, false, true, SubscriptionState.Confirmed));
        (await fixture.FindAsync("pausing@example.org"))!.PausedUntil.ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_opt_out_that_a_client_writes_ends_the_subscription_also_after_a_crash(bool after)
    {
        var email = $"opted-out-{after}@example.org".ToLowerInvariant();
        var (_, id) = await ContactAsync(email);
        await fixture.SubscribedAsync(email);
        var contact = new JsonObject { ["email"] = email, ["topics"] = new JsonObject { [News] = new JsonObject { ["email"] = false } } };
        fixture.Failure.BreakNext("\"State\":\"unsubscribed\"", after);

        await Should.ThrowAsync<InvalidOperationException>(() => fixture.Api.PutContactAsync(contact, id));
        await fixture.Api.PutContactAsync(contact, id);

        var ended = (await fixture.FindAsync(email))!;
        (ended.State, ended.Changes[^1].Way, ended.Changes.Count).ShouldBe((SubscriptionState.Unsubscribed, SubscriptionWay.ContactPreferences, 2));
    }

    [Fact]
    public async Task An_old_opt_out_does_not_end_what_was_subscribed_since_and_no_list_passes_it()
    {
        var (_, id) = await ContactAsync("came-back@example.org");
        var contact = new JsonObject { ["email"] = "came-back@example.org", ["topics"] = new JsonObject { [News] = new JsonObject { ["email"] = false } } };
        await fixture.Api.PutContactAsync(contact, id);
        using var brought = await fixture.PostAsync(fixture.Confirmed("came-back@example.org"));
        await fixture.AcceptedAsync(new JsonObject { ["email"] = "came-back@example.org" });
        await fixture.SubmitAsync(fixture.ConfirmPath((await fixture.FindAsync("came-back@example.org"))!));

        await fixture.Api.PutContactAsync(contact, id);

        (brought.StatusCode, (string?)JsonNode.Parse(await brought.Content.ReadAsStringAsync())!["errors"]![0]!["code"]).ShouldBe((HttpStatusCode.BadRequest, "opted_out"));
        (await fixture.FindAsync("came-back@example.org"))!.State.ShouldBe(SubscriptionState.Confirmed);
    }

    [Fact]
    public async Task Whoever_disowns_an_address_gets_no_newsletters_at_it()
    {
        var (path, _) = await ContactAsync("disowned@example.org");
        await fixture.SubscribedAsync("disowned@example.org");

        await fixture.SubmitAsync($"{path}/not-me", ("channel", "email"));

        (await fixture.FindAsync("disowned@example.org"))!.Blocked.ShouldBe(Core.Deliveries.Reason.WrongRecipient);
    }

    private async Task<(string Path, Guid Id)> ContactAsync(string email)
    {
        var id = await fixture.Api.PutContactAsync(new() { ["email"] = email, ["language"] = "en" });
        var contact = await fixture.Host.Get<ContactStore>().FindAsync(id, isTest: false, default);
        return ($"/p/{fixture.Host.Get<PreferenceLinks>().TokenOf(contact!)}", id);
    }

    private async Task<string> PageAsync(string path)
    {
        using var citizen = fixture.Citizen();
        return await citizen.GetStringAsync(path);
    }

    private async Task<HttpStatusCode> SaveAsync(string path, string[] wanted, string[]? shown = null)
    {
        (string, string)[] fields =
        [
            .. wanted.Select(box => ("wanted", box)), .. (shown ?? [Box, $"{OtherTopic}.email"]).Select(box => ("shown", box)),
            ("first", ""), ("hours", "usual"), ("pause", "none"), ("language", "en"),
        ];
        return (await fixture.SubmitAsync(path, fields)).Status;
    }

    private static bool Checked(string page, string box) =>
        System.Text.RegularExpressions.Regex.IsMatch(page, $"value=\"{System.Text.RegularExpressions.Regex.Escape(box)}\"[^>]* checked");

    private static JsonObject With(JsonObject body, string name, string value)
    {
        body[name] = value;
        return body;
    }
}
