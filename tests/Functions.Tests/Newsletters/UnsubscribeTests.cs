using System.Net;
using Peyk.Core.Newsletters;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Shared.Security;
using static Peyk.Functions.Tests.Newsletters.SubscriptionFixture;

namespace Peyk.Functions.Tests.Newsletters;

/// <summary>The link at the end of every issue: its page, and the button of mail programs.</summary>
public sealed class UnsubscribeTests(SubscriptionFixture fixture) : IClassFixture<SubscriptionFixture>
{
    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Looking_twenty_times_ends_nothing(string method)
    {
        var row = await fixture.SubscribedAsync($"look-{method}@example.org".ToLowerInvariant());
        var rows = await fixture.RowsAsync();
        using var filter = fixture.Citizen();

        for (var i = 0; i < 20; i++)
        {
            using var answer = await filter.SendAsync(new(new(method), $"{fixture.UnsubscribePath(row)}?action=one&List-Unsubscribe=One-Click"));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await fixture.RowsAsync()).ShouldBe(rows, ignoreOrder: true);
    }

    [Theory]
    [InlineData("urlencoded")]
    [InlineData("multipart")]
    [InlineData("empty")]
    public async Task The_button_of_a_mail_program_acts_at_once_without_a_page_a_login_or_a_redirect(string form)
    {
        var row = await fixture.SubscribedAsync($"button-{form}@example.org");
        using var provider = fixture.Citizen();
        using HttpContent? content = form switch
        {
            "urlencoded" => new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")]),
            "multipart" => new MultipartFormDataContent { { new StringContent("One-Click"), "List-Unsubscribe" } },
            _ => null,
        };

        using var answer = await provider.PostAsync(fixture.UnsubscribePath(row), content);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var ended = (await fixture.FindAsync($"button-{form}@example.org"))!;
        (ended.State, ended.Changes[^1].Way, ended.MaySend(fixture.Time.GetUtcNow())).ShouldBe((SubscriptionState.Unsubscribed, SubscriptionWay.OneClick, false));
    }

    [Fact]
    public async Task The_button_pressed_twice_changes_nothing_the_second_time_and_is_told_yes_when_nothing_is_left()
    {
        var row = await fixture.SubscribedAsync("button-twice@example.org");
        (await OneClickAsync(row)).ShouldBe(HttpStatusCode.OK);
        var rows = await fixture.RowsAsync();

        (await OneClickAsync(row)).ShouldBe(HttpStatusCode.OK);
        (await fixture.RowsAsync()).ShouldBe(rows, ignoreOrder: true);
        await fixture.Host.Get<SubscriptionStore>().TryDeleteAsync((await fixture.FindAsync("button-twice@example.org"))!, default);

        (await OneClickAsync(row)).ShouldBe(HttpStatusCode.OK);
        using var citizen = fixture.Citizen();
        (await citizen.GetAsync(fixture.UnsubscribePath(row))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_thousand_presses_from_one_provider_are_all_heard()
    {
        using var provider = fixture.Citizen("192.0.2.200");
        var row = await fixture.SubscribedAsync("crowd@example.org");
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 12; i++)
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")]);
            statuses.Add((await provider.PostAsync(fixture.UnsubscribePath(row), form)).StatusCode);
        }

        statuses.ShouldAllBe(status => status == HttpStatusCode.OK, "the limit of guesses is 5 in a minute here");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_while_it_is_ended_is_made_good_by_the_next_press(bool after)
    {
        var email = $"crash-press-{after}@example.org".ToLowerInvariant();
        var row = await fixture.SubscribedAsync(email);
        fixture.Failure.BreakNext("\"State\":\"unsubscribed\"", after);

        (await OneClickAsync(row)).ShouldBe(HttpStatusCode.InternalServerError);
        (await OneClickAsync(row)).ShouldBe(HttpStatusCode.OK);

        var ended = (await fixture.FindAsync(email))!;
        (ended.State, ended.Changes.Count).ShouldBe((SubscriptionState.Unsubscribed, 2));
    }

    [Fact]
    public async Task The_page_ends_one_newsletter_and_takes_it_up_again()
    {
        var row = await fixture.SubscribedAsync("again@example.org");
        await fixture.SubscribedAsync("again@example.org", OtherTopic);
        var path = fixture.UnsubscribePath(row);

        var ended = await fixture.SubmitAsync(path, ("action", "one"));
        var afterEnd = await fixture.FindAsync("again@example.org");
        var resumed = await fixture.SubmitAsync(path, ("action", "again"));

        (ended.Status, ended.Location, resumed.Status).ShouldBe((HttpStatusCode.SeeOther, $"{path}?lang=en", HttpStatusCode.SeeOther));
        (afterEnd!.State, (await fixture.FindAsync("again@example.org"))!.State).ShouldBe((SubscriptionState.Unsubscribed, SubscriptionState.Confirmed));
        (await fixture.FindAsync("again@example.org", OtherTopic))!.State.ShouldBe(SubscriptionState.Confirmed);
    }

    [Fact]
    public async Task The_page_ends_all_newsletters_of_the_address_and_of_nobody_else()
    {
        var row = await fixture.SubscribedAsync("all@example.org");
        await fixture.SubscribedAsync("all@example.org", OtherTopic);
        await fixture.SubscribedAsync("neighbour@example.org", OtherTopic);
        using var citizen = fixture.Citizen();
        (await citizen.GetStringAsync(fixture.UnsubscribePath(row))).ShouldContain("Unsubscribe from all newsletters");

        await fixture.SubmitAsync(fixture.UnsubscribePath(row), ("action", "all"));

        (await fixture.FindAsync("all@example.org"))!.State.ShouldBe(SubscriptionState.Unsubscribed);
        (await fixture.FindAsync("all@example.org", OtherTopic))!.State.ShouldBe(SubscriptionState.Unsubscribed);
        (await fixture.FindAsync("neighbour@example.org", OtherTopic))!.State.ShouldBe(SubscriptionState.Confirmed);
        (await citizen.GetStringAsync(fixture.UnsubscribePath(row))).ShouldNotContain("Unsubscribe from all newsletters");
    }

    [Fact]
    public async Task What_its_owner_never_confirmed_cannot_be_taken_up_from_the_page()
    {
        await fixture.SubmitAsync($"/s/{News}", ("email", "never-confirmed@example.org"));
        var row = (await fixture.FindAsync("never-confirmed@example.org"))!;
        await OneClickAsync(row);

        await fixture.SubmitAsync(fixture.UnsubscribePath(row), ("action", "again"));

        (await fixture.FindAsync("never-confirmed@example.org"))!.State.ShouldBe(SubscriptionState.Unsubscribed);
    }

    [Fact]
    public async Task Forged_tokens_end_nothing_and_guessing_ends_soon()
    {
        var row = await fixture.SubscribedAsync("guessed@example.org");
        using var guesser = fixture.Citizen("192.0.2.201");
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 6; i++)
            statuses.Add((await guesser.PostAsync($"/u/{fixture.Forged(PagePurpose.Unsubscribe, row)}", null)).StatusCode);

        statuses.ShouldBe([.. Enumerable.Repeat(HttpStatusCode.NotFound, 5), HttpStatusCode.TooManyRequests]);
        (await fixture.SubmitAsync($"/u/{fixture.ConfirmPath(row)[3..]}")).Status.ShouldBe(HttpStatusCode.NotFound, "a token holds for one purpose");
        (await fixture.FindAsync("guessed@example.org"))!.State.ShouldBe(SubscriptionState.Confirmed);
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_press_the_pages_buttons()
    {
        var row = await fixture.SubscribedAsync("foreign-button@example.org");
        using var citizen = fixture.Citizen();
        using var request = new HttpRequestMessage(HttpMethod.Post, fixture.UnsubscribePath(row)) { Content = new FormUrlEncodedContent([KeyValuePair.Create("action", "one")]) };
        request.Headers.Add("Origin", "https://evil.example");

        (await citizen.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await fixture.FindAsync("foreign-button@example.org"))!.State.ShouldBe(SubscriptionState.Confirmed);
    }

    private async Task<HttpStatusCode> OneClickAsync(Subscription row) =>
        (await fixture.SubmitAsync(fixture.UnsubscribePath(row), ("List-Unsubscribe", "One-Click"))).Status;
}
