using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Clients;
using Peyk.Functions.Contacts;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Testing;
using static Peyk.Functions.Tests.Newsletters.SubscriptionFixture;

namespace Peyk.Functions.Tests.Newsletters;

public sealed class SubscriptionApiTests(SubscriptionFixture fixture) : IClassFixture<SubscriptionFixture>
{
    [Fact]
    public async Task Who_is_subscribed_by_a_client_is_asked_by_mail_and_subscribed_when_they_confirm()
    {
        var answer = await fixture.AcceptedAsync(new JsonObject
        {
            ["email"] = "Asked@Example.org", ["name"] = "Sara", ["language"] = "en", ["region"] = "tehran", ["tags"] = new JsonArray("a", "b"), ["source"] = "branch-12",
        });
        var mail = await fixture.MailToAsync("Asked@example.org");
        var asked = (await fixture.FindAsync("asked@example.org"))!;
        var path = fixture.ConfirmPath(asked);

        (await fixture.SubmitAsync(path)).Status.ShouldBe(HttpStatusCode.SeeOther);

        (mail.Subject, mail.Html!.Contains(path, StringComparison.Ordinal), mail.Text!.Contains(path, StringComparison.Ordinal))
            .ShouldBe(("Please confirm: Benefits news", true, true));
        ((string?)answer["status"], asked.MaySend(fixture.Time.GetUtcNow())).ShouldBe(("pending", false));
        var shown = (await fixture.Api.Http.GetFromJsonAsync<JsonObject>($"{Path()}/{answer["id"]}"))!;
        ((string?)shown["status"], (string?)shown["email"], (string?)shown["region"], shown["tags"]!.AsArray().Count).ShouldBe(("confirmed", "Asked@example.org", "tehran", 2));
        shown["changes"]!.AsArray().Select(c => $"{c!["status"]} {c["way"]} {c["client"]} {c["source"]}".TrimEnd())
            .ShouldBe(["pending api test branch-12", "confirmed confirm_page"]);
        ((Guid?)shown["changes"]![1]!["notificationId"]).ShouldBe(asked.Mail, "the mail is the proof");
        (await fixture.FindAsync("asked@example.org"))!.MaySend(fixture.Time.GetUtcNow()).ShouldBeTrue();
    }

    [Fact]
    public async Task The_mail_is_a_notification_of_the_client_with_a_log_and_goes_in_a_pause_too()
    {
        var until = fixture.Time.GetUtcNow().AddDays(3);
        var contact = await fixture.Api.PutContactAsync(new() { ["email"] = "paused@example.org", ["pausedUntil"] = until.ToString("O") });

        await fixture.AcceptedAsync(new JsonObject { ["contactId"] = contact.ToString("D") });

        var subscription = (await fixture.FindAsync("paused@example.org"))!;
        var notification = await fixture.Api.FinalAsync(subscription.Mail!.Value.ToString("D"));
        ((string?)notification["status"]).ShouldBe("delivered");
        notification["log"]!.AsArray().Count.ShouldBeGreaterThan(1);
        subscription.PausedUntil.ShouldBe(until);
    }

    [Fact]
    public async Task The_same_request_again_sends_no_other_mail_and_another_under_its_key_is_refused()
    {
        var body = new JsonObject { ["email"] = "twice@example.org" };
        await fixture.AcceptedAsync(body, "twice");
        await fixture.MailToAsync("twice@example.org");
        var rows = await fixture.RowsAsync();
        using var again = await fixture.PostAsync(body, "twice");
        using var other = await fixture.PostAsync(new JsonObject { ["email"] = "twice-else@example.org" }, "twice");

        (again.StatusCode, again.Headers.Contains("Idempotent-Replayed"), other.StatusCode).ShouldBe((HttpStatusCode.Accepted, true, HttpStatusCode.UnprocessableEntity));
        (await fixture.RowsAsync()).ShouldBe(rows, ignoreOrder: true);
        (await fixture.FindAsync("twice-else@example.org")).ShouldBeNull();
    }

    [Fact]
    public async Task Nobody_is_bothered_by_mails_that_they_do_not_answer()
    {
        var ids = new List<Guid?>();
        foreach (var minutes in (int[])[0, 9, 2, 15, 6])
        {
            fixture.Time.Advance(TimeSpan.FromMinutes(minutes));
            await fixture.AcceptedAsync(new JsonObject { ["email"] = "bothered@example.org" });
            ids.Add((await fixture.FindAsync("bothered@example.org"))!.Mail);
        }

        // After 10 minutes the second, 20 minutes after that the third.
        ids.Select(id => ids.IndexOf(id)).ShouldBe([0, 0, 2, 2, 4]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_crash_between_row_and_mail_is_made_good_by_the_same_request(bool isRepeat)
    {
        var email = $"crash-{isRepeat}@example.org".ToLowerInvariant();
        var body = new JsonObject { ["email"] = email };
        fixture.Failure.BreakNext("\"Mails\":1", after: true);
        using var broken = await fixture.PostAsync(body, isRepeat ? email : null);
        broken.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var row = (await fixture.FindAsync(email))!;
        fixture.MailsTo(email).ShouldBeEmpty();

        await fixture.AcceptedAsync(body, isRepeat ? email : null);

        await fixture.MailToAsync(email);
        var whole = (await fixture.FindAsync(email))!;
        (whole.Id, whole.Mail).ShouldBe((row.Id, row.Mail));
        await fixture.Api.FinalAsync(row.Mail!.Value.ToString("D"));
        fixture.MailsTo(email).Count().ShouldBe(1);
    }

    [Fact]
    public async Task Subscribers_who_confirmed_elsewhere_are_brought_with_proof_and_get_no_mail()
    {
        var at = fixture.Time.GetUtcNow().AddDays(-30);
        var answer = await fixture.AcceptedAsync(fixture.Confirmed("brought@example.org", at));

        var row = (await fixture.FindAsync("brought@example.org"))!;
        ((string?)answer["status"], row.State, row.MaySend(fixture.Time.GetUtcNow()), row.Mail).ShouldBe(("confirmed", SubscriptionState.Confirmed, true, null));
        (row.Changes[0].Way, row.Changes[0].Client, row.Changes[0].ConsentAt).ShouldBe((SubscriptionWay.Import, "test", at));
        fixture.Host.Get<SubscriptionStore>().Open(row)!.Proof.ShouldBe("Form signed by brought@example.org");
    }

    [Fact]
    public async Task To_bring_confirmed_subscribers_needs_a_scope_of_its_own()
    {
        using var http = fixture.Host.ClientWith(await fixture.Host.NewKeyAsync("poor", Scopes.NewslettersSubscribe));

        using var refused = await fixture.PostAsync(new JsonArray(fixture.Confirmed("no-scope@example.org")), http: http);
        using var asked = await fixture.PostAsync(new JsonObject { ["email"] = "no-scope@example.org" }, http: http);
        using var seen = await http.GetAsync(Path());

        (refused.StatusCode, asked.StatusCode, seen.StatusCode).ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.Accepted, HttpStatusCode.Forbidden));
        (await fixture.FindAsync("no-scope@example.org"))!.State.ShouldBe(SubscriptionState.Pending);
    }

    [Fact]
    public async Task Each_row_of_a_list_is_kept_or_refused_for_itself()
    {
        var answer = await fixture.AcceptedAsync(new JsonArray(
            fixture.Confirmed("list-1@example.org"),
            new JsonObject { ["email"] = "nobody", ["tags"] = new JsonArray("A B") },
            new JsonObject { ["email"] = "list-3@example.org", ["contactId"] = Guid.NewGuid().ToString() },
            "list-4@example.org",
            fixture.Confirmed("LIST-1@example.org"),
            new JsonObject { ["email"] = "list-6@example.org" }));

        ((int?)answer["total"], (int?)answer["accepted"], (int?)answer["refused"]).ShouldBe((6, 3, 3));
        answer["items"]!.AsArray().Select(i => $"{i!["index"]} {i["status"]} {string.Join(',', (i["errors"]?.AsArray() ?? []).Select(e => $"{e!["pointer"]}:{e["code"]}"))}".TrimEnd()).ShouldBe(
        [
            "0 confirmed", "1  /1/email:format,/1/tags/0:format", "2  /2/contactId:unknown_value", "3  /3:type", "4 confirmed", "5 pending",
        ]);
        answer["items"]![4]!["id"]!.GetValue<string>().ShouldBe(answer["items"]![0]!["id"]!.GetValue<string>(), "one address is one subscription");
    }

    [Fact]
    public async Task A_list_that_breaks_off_is_completed_by_the_same_request()
    {
        var list = new JsonArray([.. Enumerable.Range(0, 60).Select(i => fixture.Confirmed($"broken-off-{i}@example.org"))]);
        fixture.Failure.BreakNext(fixture.Host.Get<AddressHashes>().Of(Channel.Email, "broken-off-59@example.org", isTest: false), after: false);

        using var broken = await fixture.PostAsync(list, "broken-off", OtherTopic);
        var second = await fixture.AcceptedAsync(list, "broken-off", OtherTopic);
        var third = await fixture.AcceptedAsync(list, "broken-off", OtherTopic);

        broken.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        ((int?)second["accepted"], (int?)third["accepted"]).ShouldBe((60, 60));
        JsonNode.DeepEquals(second["items"], third["items"]).ShouldBeTrue();
        (await fixture.FindAsync("broken-off-59@example.org", OtherTopic))!.State.ShouldBe(SubscriptionState.Confirmed);
    }

    [Fact]
    public async Task A_list_has_at_most_a_thousand()
    {
        using var answer = await fixture.PostAsync(new JsonArray([.. Enumerable.Range(0, 1001).Select(i => new JsonObject { ["email"] = $"{i}@example.org" })]));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await fixture.FindAsync("0@example.org")).ShouldBeNull();
    }

    [Fact]
    public async Task An_old_list_subscribes_nobody_who_left_since_and_a_newer_consent_does()
    {
        var row = await fixture.SubscribedAsync("left@example.org");
        fixture.Time.Advance(TimeSpan.FromMinutes(1));
        var consented = fixture.Time.GetUtcNow();
        fixture.Time.Advance(TimeSpan.FromMinutes(1));
        await fixture.Host.Get<SubscriptionChanges>().UnsubscribeAsync(row.Id, SubscriptionWay.OneClick, null, default);

        using var old = await fixture.PostAsync(fixture.Confirmed("left@example.org", consented));
        var afterOld = await fixture.FindAsync("left@example.org");
        await fixture.AcceptedAsync(new JsonObject { ["email"] = "left@example.org" });
        using var oldAgain = await fixture.PostAsync(fixture.Confirmed("left@example.org", consented));
        var pending = await fixture.FindAsync("left@example.org");
        fixture.Time.Advance(TimeSpan.FromMinutes(1));
        await fixture.AcceptedAsync(fixture.Confirmed("left@example.org"));

        (old.StatusCode, (string?)JsonNode.Parse(await old.Content.ReadAsStringAsync())!["errors"]![0]!["code"]).ShouldBe((HttpStatusCode.BadRequest, "unsubscribed"));
        (afterOld!.State, oldAgain.StatusCode, pending!.State).ShouldBe((SubscriptionState.Unsubscribed, HttpStatusCode.BadRequest, SubscriptionState.Pending));
        ((await fixture.FindAsync("left@example.org"))!.State, pending.Id).ShouldBe((SubscriptionState.Confirmed, row.Id));
    }

    [Fact]
    public async Task A_client_changes_how_a_confirmed_one_is_kept_and_leaves_what_it_does_not_name()
    {
        await fixture.AcceptedAsync(fixture.Confirmed("kept@example.org"));
        await fixture.AcceptedAsync(new JsonObject { ["email"] = "kept@example.org", ["region"] = "fars", ["name"] = "Ali" });
        var answer = await fixture.AcceptedAsync(new JsonObject { ["email"] = "kept@example.org", ["tags"] = new JsonArray("new") });

        var row = (await fixture.FindAsync("kept@example.org"))!;
        ((string?)answer["status"], row.Region, row.Tags.Single(), row.Language.Value).ShouldBe(("confirmed", "fars", "new", "en"));
        fixture.Host.Get<SubscriptionStore>().Open(row).ShouldBe(new("kept@example.org", "Ali", "Form signed by kept@example.org"));
        (row.Changes.Count, row.Mail).ShouldBe((1, null));
    }

    [Fact]
    public async Task A_client_ends_one_and_ending_it_twice_changes_nothing()
    {
        var row = await fixture.SubscribedAsync("ended@example.org");

        using var first = await fixture.Api.Http.DeleteAsync($"{Path()}/{row.Id}");
        var rows = await fixture.RowsAsync();
        using var second = await fixture.Api.Http.DeleteAsync($"{Path()}/{row.Id}");
        using var elsewhere = await fixture.Api.Http.DeleteAsync($"{Path(OtherTopic)}/{row.Id}");

        (first.StatusCode, second.StatusCode, elsewhere.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound));
        (await fixture.RowsAsync()).ShouldBe(rows, ignoreOrder: true);
        (await fixture.FindAsync("ended@example.org"))!.State.ShouldBe(SubscriptionState.Unsubscribed);
    }

    [Fact]
    public async Task Those_of_test_keys_are_apart()
    {
        var keys = fixture.Host.Get<ApiKeys>();
        using var http = fixture.Host.ClientWith((await keys.CreateAsync(new("tester", Scopes.All, IsTest: true), default)).Key);

        using var posted = await fixture.PostAsync(fixture.Confirmed("trial@example.org"), http: http);
        var id = (string?)JsonNode.Parse(await posted.Content.ReadAsStringAsync())!["id"];

        (await fixture.FindAsync("trial@example.org")).ShouldBeNull();
        (await fixture.FindAsync("trial@example.org", isTest: true))!.Id.ShouldBe(Guid.Parse(id!));
        (await fixture.Api.Http.GetAsync($"{Path()}/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        ((bool?)(await http.GetFromJsonAsync<JsonObject>($"{Path()}/{id}"))!["test"]).ShouldBe(true);
    }

    [Fact]
    public async Task The_pages_of_the_list_bring_every_one_once()
    {
        for (var i = 0; i < 30; i++)
            await fixture.SubscribedAsync($"paged-{i}@example.org");
        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = (await fixture.Api.Http.GetFromJsonAsync<JsonObject>($"{Path()}?limit=2&status=confirmed{(after is null ? "" : $"&after={after}")}"))!;
            seen.AddRange(page["items"]!.AsArray().Select(i => (string?)i!["email"]!)!);
            after = (string?)page["next"];
        }
        while (after is not null);

        seen.Where(email => email.StartsWith("paged-", StringComparison.Ordinal)).Order().ShouldBe(Enumerable.Range(0, 30).Select(i => $"paged-{i}@example.org").Order());
    }

    [Fact]
    public async Task One_is_found_by_its_address_which_stands_in_no_url()
    {
        var row = await fixture.SubscribedAsync("found@example.org");

        using var found = await fixture.Api.Http.PostAsJsonAsync($"{Path()}/find", new { email = "FOUND@example.org" });
        using var nobody = await fixture.Api.Http.PostAsJsonAsync($"{Path()}/find", new { email = "nobody@example.org" });
        using var noTopic = await fixture.Api.Http.PostAsJsonAsync($"{Path("%23none")}/find", new { email = "found@example.org" });

        ((Guid?)JsonNode.Parse(await found.Content.ReadAsStringAsync())!["id"]).ShouldBe(row.Id);
        (nobody.StatusCode, noTopic.StatusCode).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task A_dry_run_says_what_is_wrong_and_keeps_nothing()
    {
        var rows = await fixture.RowsAsync();
        using var one = await fixture.Api.Http.PostAsJsonAsync($"{Path()}?dryRun=true", new { email = "dry@example.org" });
        using var many = await fixture.Api.Http.PostAsJsonAsync($"{Path()}?dryRun=true", new[] { new { email = "dry@example.org" }, new { email = "none" } });

        ((int?)JsonNode.Parse(await one.Content.ReadAsStringAsync())!["accepted"]).ShouldBe(1);
        ((int?)JsonNode.Parse(await many.Content.ReadAsStringAsync())!["refused"]).ShouldBe(1);
        (await fixture.RowsAsync()).ShouldBe(rows, ignoreOrder: true);
    }
}
