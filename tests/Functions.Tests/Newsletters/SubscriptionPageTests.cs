using System.Net;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Newsletters.Subscriptions.Pages;
using Peyk.Functions.Shared.Security;
using Peyk.Testing;
using static Peyk.Functions.Tests.Newsletters.SubscriptionFixture;

namespace Peyk.Functions.Tests.Newsletters;

/// <summary>The public page on which people subscribe, and the one on which they confirm.</summary>
public sealed class SubscriptionPageTests(SubscriptionFixture fixture) : IClassFixture<SubscriptionFixture>
{
    [Fact]
    public async Task Who_types_in_an_address_is_asked_by_mail_in_the_language_of_the_page()
    {
        var answer = await SubscribeAsync("typed@example.org", "fa");

        (answer.Status, answer.Location).ShouldBe((HttpStatusCode.SeeOther, $"/s/{News}/done?lang=fa"));
        var row = (await fixture.FindAsync("typed@example.org"))!;
        (row.State, row.Language.Value, row.Changes[0].Way).ShouldBe((SubscriptionState.Pending, "fa", SubscriptionWay.SubscribePage));
        (await fixture.MailToAsync("typed@example.org")).Html!.ShouldContain(fixture.ConfirmPath(row));
        using var citizen = fixture.Citizen();
        (await citizen.GetStringAsync(answer.Location)).ShouldContain("لطفاً صندوق رایانامه خود را ببینید");
    }

    [Fact]
    public async Task The_answer_says_nothing_of_the_address()
    {
        await fixture.SubscribedAsync("is@example.org");
        var left = await fixture.SubscribedAsync("was@example.org");
        await fixture.Host.Get<SubscriptionChanges>().UnsubscribeAsync(left.Id, SubscriptionWay.OneClick, null, default);
        await fixture.Host.BlockAsync(Channel.Email, "blocked@example.org", BlockCause.SpamReport, Reason.SpamReport);

        var answers = new List<(HttpStatusCode, string?, string)>();
        foreach (var name in (string[])["never", "is", "was", "blocked", "never"])
            answers.Add(await SubscribeAsync($"{name}@example.org"));

        answers.Distinct().Count().ShouldBe(1);
        // Each is told all of it by mail, but for the one that wants none.
        (await fixture.MailToAsync("is@example.org")).Subject.ShouldBe("You are subscribed already: Benefits news");
        (await fixture.MailToAsync("was@example.org")).Subject.ShouldBe("Please confirm: Benefits news");
        (await fixture.FindAsync("blocked@example.org"))!.Blocked.ShouldBe(Reason.SpamReport);
    }

    [Fact]
    public async Task Nobody_can_change_a_confirmed_subscription_by_typing_in_its_address()
    {
        var before = await fixture.SubscribedAsync("settled@example.org");

        await SubscribeAsync("settled@example.org", "fa");

        var after = (await fixture.FindAsync("settled@example.org"))!;
        (after.State, after.Language.Value, after.Changes.Count).ShouldBe((SubscriptionState.Confirmed, "en", 1));
        fixture.Host.Get<SubscriptionStore>().Open(after).ShouldBe(fixture.Host.Get<SubscriptionStore>().Open(before));
    }

    [Fact]
    public async Task What_fills_in_everything_gets_the_usual_answer_and_subscribes_nobody()
    {
        var answer = await fixture.SubmitAsync($"/s/{News}?lang=en", ("email", "robot@example.org"), (SubscriptionPages.Trap, "https://spam.example"));

        answer.Location.ShouldBe($"/s/{News}/done?lang=en");
        (await fixture.FindAsync("robot@example.org")).ShouldBeNull();
    }

    [Fact]
    public async Task What_is_no_address_stays_in_its_field_with_what_is_wrong()
    {
        var answer = await fixture.SubmitAsync($"/s/{News}?lang=en", ("email", "sara@example\"><script>"));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Body.ShouldContain("Please write an e-mail address");
        answer.Body.ShouldContain("value=\"sara@example&quot;&gt;&lt;script&gt;\"");
        answer.Body.ShouldContain("aria-invalid=\"true\"");
    }

    [Fact]
    public async Task Whoever_types_in_one_address_after_another_is_stopped()
    {
        using var citizen = fixture.Citizen("192.0.2.77");
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 6; i++)
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("email", $"flood-{i}@example.org")]);
            using var answer = await citizen.PostAsync($"/s/{News}", form);
            statuses.Add(answer.StatusCode);
        }

        statuses.ShouldBe([.. Enumerable.Repeat(HttpStatusCode.SeeOther, 5), HttpStatusCode.TooManyRequests]);
        (await fixture.FindAsync("flood-5@example.org")).ShouldBeNull();
    }

    [Fact]
    public async Task Forms_of_other_sites_and_newsletters_that_there_are_not_are_refused()
    {
        using var citizen = fixture.Citizen();
        using var foreign = new HttpRequestMessage(HttpMethod.Post, $"/s/{News}") { Content = new FormUrlEncodedContent([KeyValuePair.Create("email", "foreign@example.org")]) };
        foreign.Headers.Add("Sec-Fetch-Site", "cross-site");

        (await citizen.SendAsync(foreign)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await citizen.GetAsync("/s/reminders")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await fixture.SubmitAsync("/s/nothing", ("email", "foreign@example.org"))).Status.ShouldBe(HttpStatusCode.NotFound);
        (await fixture.FindAsync("foreign@example.org")).ShouldBeNull();
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Looking_twenty_times_confirms_nothing(string method)
    {
        var email = $"looked-at-{method}@example.org".ToLowerInvariant();
        await SubscribeAsync(email);
        await fixture.MailToAsync(email);
        var path = fixture.ConfirmPath((await fixture.FindAsync(email))!);
        var rows = await fixture.RowsAsync();
        using var filter = fixture.Citizen();

        for (var i = 0; i < 20; i++)
        {
            using var answer = await filter.SendAsync(new(new(method), path));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await fixture.RowsAsync()).ShouldBe(rows, ignoreOrder: true);
    }

    [Fact]
    public async Task Confirming_twice_changes_nothing_the_second_time()
    {
        await SubscribeAsync("once@example.org");
        var path = fixture.ConfirmPath((await fixture.FindAsync("once@example.org"))!);
        var first = await fixture.SubmitAsync(path);
        var rows = await fixture.RowsAsync();

        var second = await fixture.SubmitAsync(path);

        (first.Status, second.Status).ShouldBe((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther));
        (await fixture.RowsAsync()).ShouldBe(rows, ignoreOrder: true);
        using var citizen = fixture.Citizen();
        (await citizen.GetStringAsync(second.Location)).ShouldContain("You are subscribed");
    }

    [Fact]
    public async Task A_crash_while_it_is_confirmed_leaves_it_for_the_next_tap()
    {
        await SubscribeAsync("tap@example.org");
        var path = fixture.ConfirmPath((await fixture.FindAsync("tap@example.org"))!);
        fixture.Failure.BreakNext("\"State\":\"confirmed\"", after: false);

        var broken = await fixture.SubmitAsync(path);
        var again = await fixture.SubmitAsync(path);

        (broken.Status, again.Status).ShouldBe((HttpStatusCode.InternalServerError, HttpStatusCode.SeeOther));
        (await fixture.FindAsync("tap@example.org"))!.State.ShouldBe(SubscriptionState.Confirmed);
    }

    [Fact]
    public async Task A_link_confirms_for_seven_days()
    {
        await SubscribeAsync("late@example.org");
        var path = fixture.ConfirmPath((await fixture.FindAsync("late@example.org"))!);
        fixture.Time.Advance(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1));

        var answer = await fixture.SubmitAsync(path);

        (await fixture.FindAsync("late@example.org"))!.State.ShouldBe(SubscriptionState.Pending);
        using var citizen = fixture.Citizen();
        (await citizen.GetStringAsync(answer.Location)).ShouldContain("This link is too old");
    }

    [Fact]
    public async Task An_old_link_confirms_nothing_that_was_ended_since()
    {
        await SubscribeAsync("ended-since@example.org");
        var row = (await fixture.FindAsync("ended-since@example.org"))!;
        await fixture.SubmitAsync(fixture.ConfirmPath(row));
        await fixture.Host.Get<SubscriptionChanges>().UnsubscribeAsync(row.Id, SubscriptionWay.OneClick, null, default);

        await fixture.SubmitAsync(fixture.ConfirmPath(row));

        (await fixture.FindAsync("ended-since@example.org"))!.State.ShouldBe(SubscriptionState.Unsubscribed);
    }

    [Fact]
    public async Task Forged_tokens_and_those_for_another_purpose_confirm_nothing()
    {
        await SubscribeAsync("forged@example.org");
        var row = (await fixture.FindAsync("forged@example.org"))!;

        foreach (var token in (string[])[fixture.Forged(PagePurpose.Confirm, row), fixture.UnsubscribePath(row)[3..], "x", "%D8%A7"])
            (await fixture.SubmitAsync($"/c/{token}")).Status.ShouldBe(HttpStatusCode.NotFound);

        (await fixture.FindAsync("forged@example.org"))!.State.ShouldBe(SubscriptionState.Pending);
    }

    [Fact]
    public async Task The_pages_are_private_and_name_nobody()
    {
        await SubscribeAsync("private-person@example.org");
        var row = (await fixture.FindAsync("private-person@example.org"))!;
        using var citizen = fixture.Citizen();
        foreach (var path in (string[])[fixture.ConfirmPath(row), fixture.UnsubscribePath(row), $"/s/{News}"])
        {
            using var answer = await citizen.GetAsync(path);

            var page = await answer.Content.ReadAsStringAsync();
            page.ShouldNotContain("private-person");
            page.ShouldNotContain("<script");
            answer.Headers.GetValues("X-Robots-Tag").Single().ShouldStartWith("noindex");
            answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
        }

        fixture.Host.Logs.Lines.ShouldNotContain(line => line.Contains("private-person", StringComparison.OrdinalIgnoreCase));
    }

    private Task<(HttpStatusCode Status, string? Location, string Body)> SubscribeAsync(string email, string language = "en") =>
        fixture.SubmitAsync($"/s/{News}?lang={language}", ("email", email), (SubscriptionPages.Trap, ""));
}
