using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;
using Peyk.Functions.Contacts;
using Peyk.Testing;
using static Peyk.Functions.Tests.Contacts.PreferencesFixture;

namespace Peyk.Functions.Tests.Contacts;

public sealed class PreferencesPageTests(PreferencesFixture fixture) : IClassFixture<PreferencesFixture>
{
    [Theory]
    [InlineData("fa", "تنظیم پیام‌های من", "rtl")]
    [InlineData("en", "My message settings", "ltr")]
    public async Task The_page_is_in_the_contacts_language(string language, string expected, string direction)
    {
        var page = await PageAsync(await fixture.NewContactAsync("+989125550001", "sara@example.ir", language));

        page.ShouldContain(expected);
        page.ShouldContain($"""<html lang="{language}" dir="{direction}">""");
    }

    [Fact]
    public async Task Addresses_are_shown_masked_and_the_name_not_at_all()
    {
        var page = await PageAsync(await fixture.NewContactAsync("+989125554567", "maryam@example.ir"));

        page.ShouldContain("•••• 4567");
        page.ShouldContain("m•••@example.ir");
        page.ShouldNotContain("912555");
        page.ShouldNotContain("maryam");
        page.ShouldNotContain("Sara");
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Looking_changes_nothing(string method)
    {
        var contact = await fixture.NewContactAsync("+989125550003");
        using var citizen = fixture.Citizen();

        using var answer = await citizen.SendAsync(new(new HttpMethod(method), fixture.PathOf(contact) + "?saved=1&pause=week"));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await fixture.FindAsync(contact.Id))!.ETag.ShouldBe(contact.ETag);
    }

    [Fact]
    public async Task What_is_chosen_is_kept_and_said_after_a_redirect()
    {
        var contact = await fixture.NewContactAsync("+989125550004", "four@example.ir");
        var path = fixture.PathOf(contact);

        using var answer = await fixture.PostAsync(path, Form(
            ("wanted", "status-updates.sms status-updates.email reminders.email"),
            ("first", "email"), ("hours", "own"), ("from", "22:30"), ("to", "07:00"), ("language", "fa")));

        (answer.StatusCode, answer.Headers.Location?.OriginalString).ShouldBe((HttpStatusCode.SeeOther, $"{path}?saved=1"));
        var kept = (await fixture.FindAsync(contact.Id))!.Preferences;
        kept.OptOuts.ShouldBe([new("reminders", Channel.Sms), new("feedback-requests", Channel.Sms), new("feedback-requests", Channel.Email)]);
        (kept.Order[0], kept.QuietHours!.ToString(), kept.Language!.Value).ShouldBe((Channel.Email, "22:30-07:00", "fa"));
        using var citizen = fixture.Citizen();
        (await citizen.GetStringAsync(answer.Headers.Location)).ShouldContain("انتخاب‌های شما ذخیره شد.");
    }

    [Fact]
    public async Task Sending_the_form_twice_changes_nothing_the_second_time()
    {
        var contact = await fixture.NewContactAsync("+989125550005");
        var form = Form(("hours", "none"), ("pause", "week"));
        using var first = await fixture.PostAsync(fixture.PathOf(contact), form);
        var once = (await fixture.FindAsync(contact.Id))!.Preferences;

        using var second = await fixture.PostAsync(fixture.PathOf(contact), form);

        second.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var twice = (await fixture.FindAsync(contact.Id))!.Preferences;
        (twice.QuietHours, twice.PausedUntil).ShouldBe((once.QuietHours, once.PausedUntil));
    }

    [Fact]
    public async Task Persian_digits_and_Jalali_dates_are_read()
    {
        var contact = await fixture.NewContactAsync("+989125550006", language: "fa");
        var today = NodaTime.Extensions.DateTimeOffsetExtensions.ToInstant(TimeProvider.System.GetUtcNow())
            .InZone(NodaTime.DateTimeZoneProviders.Tzdb["Asia/Tehran"]).Date;
        var until = today.PlusDays(10).WithCalendar(NodaTime.CalendarSystem.PersianAstronomical);
        var typed = string.Concat($"{until.Year}/{until.Month:00}/{until.Day:00}".Select(c => char.IsAsciiDigit(c) ? (char)('۰' + c - '0') : c));

        using var answer = await fixture.PostAsync(fixture.PathOf(contact), Form(
            ("language", "fa"), ("hours", "own"), ("from", "۲۱:۳۰"), ("to", "۰۷:۱۵"), ("pause", "date"), ("until", typed)));

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var kept = (await fixture.FindAsync(contact.Id))!.Preferences;
        kept.QuietHours!.ToString().ShouldBe("21:30-07:15");
        kept.PausedUntil.ShouldBe(NodaTime.DateTimeZoneProviders.Tzdb["Asia/Tehran"].AtStartOfDay(today.PlusDays(10)).ToDateTimeOffset());
        var page = await PageAsync(contact);
        page.ShouldContain("۲۱:۳۰");
        page.ShouldContain("مانند اکنون: تا");
    }

    [Fact]
    public async Task Everything_wrong_is_said_at_once_and_what_was_typed_stays()
    {
        var contact = await fixture.NewContactAsync("+989125550007", "seven@example.ir");

        using var answer = await fixture.PostAsync(fixture.PathOf(contact), Form(
            ("wanted", "reminders.sms"), ("first", "pigeon"), ("hours", "own"), ("from", "25:00"), ("to", "late"), ("pause", "date"),
            ("until", "31/02/2026"), ("language", "tlh")));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var page = await answer.Content.ReadAsStringAsync();
        foreach (var field in (string[])["first-", "from", "to", "until", "language"])
            page.ShouldContain($"""<a href="#{field}">""");
        page.ShouldContain("""value="25:00" """.TrimEnd());
        page.ShouldContain("""value="31/02/2026" """.TrimEnd());
        page.ShouldContain("""id="from-error" """.TrimEnd());
        System.Text.RegularExpressions.Regex.Count(page, """type="checkbox"[^>]* checked""").ShouldBe(1);
        (await fixture.FindAsync(contact.Id))!.ETag.ShouldBe(contact.ETag);
    }

    [Theory]
    [InlineData("until", "01/01/2020")]
    [InlineData("until", "01/01/2100")]
    public async Task A_pause_ends_between_tomorrow_and_a_year_from_now(string field, string value)
    {
        var contact = await fixture.NewContactAsync("+989125550008");

        using var answer = await fixture.PostAsync(fixture.PathOf(contact), Form(("pause", "date"), (field, value)));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("from tomorrow on");
    }

    [Fact]
    public async Task What_the_form_does_not_show_stays_as_it_was()
    {
        var contact = await fixture.NewContactAsync("+989125550009", preferences: new(
            TimeZone: "Europe/Berlin", OptOuts: [new("reminders", Channel.Email), new("a-topic-of-another-time", Channel.Sms), new("reminders", Channel.Sms)]));

        using var answer = await fixture.PostAsync(fixture.PathOf(contact), Form(("shown", "reminders.sms"), ("wanted", "reminders.sms")));

        var kept = (await fixture.FindAsync(contact.Id))!.Preferences;
        kept.OptOuts.ShouldBe([new("reminders", Channel.Email), new("a-topic-of-another-time", Channel.Sms)]);
        kept.TimeZone.ShouldBe("Europe/Berlin");
    }

    [Fact]
    public async Task A_topic_that_was_switched_off_is_suppressed_and_one_way_that_is_first_goes_first()
    {
        var contact = await fixture.NewContactAsync("+989125550010", "ten@example.ir");
        using var saved = await fixture.PostAsync(fixture.PathOf(contact), Form(("wanted", "status-updates.sms"), ("first", "email"), ("hours", "none")));

        var done = await fixture.Api.FinalAsync(await fixture.Api.AcceptedAsync(To(contact)));

        done["deliveries"]!.AsArray().Select(d => $"{d!["channel"]} {d["status"]} {d["reason"]}".TrimEnd())
            .ShouldBe(["email suppressed opted_out", "sms delivered"]);
    }

    [Fact]
    public async Task An_email_to_a_contact_carries_the_link_and_the_link_opens_the_page()
    {
        var contact = await fixture.NewContactAsync(email: "eleven@example.ir");
        await fixture.Api.FinalAsync(await fixture.Api.AcceptedAsync(To(contact)));
        await fixture.Api.FinalAsync(await fixture.Api.AcceptedAsync(ApiUser.StatusUpdate(email: "nobody-we-know@example.ir")));

        var mail = fixture.Host.Simulator.Mails.Single(m => m.To == "eleven@example.ir");
        mail.Html!.ShouldContain(fixture.PathOf(contact));
        mail.Text!.ShouldContain(fixture.PathOf(contact));
        fixture.Host.Simulator.Mails.Single(m => m.To == "nobody-we-know@example.ir").Html!.ShouldNotContain("/p/");
    }

    [Theory]
    [InlineData(Channel.Sms)]
    [InlineData(Channel.Email)]
    public async Task Who_says_this_is_not_me_gets_nothing_any_more_and_every_link_stops_working(Channel channel)
    {
        var contact = await fixture.NewContactAsync(channel == Channel.Sms ? "+989125550012" : "+989125550013", $"{channel}-twelve@example.ir".ToLowerInvariant());
        var path = fixture.PathOf(contact);

        using var answer = await fixture.PostAsync($"{path}/not-me", new() { ["channel"] = channel == Channel.Sms ? "sms" : "email" });

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var known = await fixture.Host.Get<AddressBook>().FindAsync(channel, contact.AddressOn(channel)!, isTest: false, default);
        (known.Block?.Reason, known.Block?.Source, known.Contacts.Count).ShouldBe((Reason.WrongRecipient, "citizen", 0));
        var now = (await fixture.FindAsync(contact.Id))!;
        Enum.GetValues<Channel>().Where(c => now.AddressOn(c) is not null).ShouldBe(Enum.GetValues<Channel>().Where(c => c != channel));
        using var citizen = fixture.Citizen("192.0.2.50");
        (await citizen.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await citizen.GetAsync(fixture.PathOf(now))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await citizen.GetStringAsync(answer.Headers.Location)).ShouldContain("Thank you for telling us");
    }

    [Fact]
    public async Task A_message_to_an_address_that_somebody_disowned_is_suppressed_and_says_that_the_client_must_act()
    {
        var contact = await fixture.NewContactAsync(email: "fourteen@example.ir");
        using var answer = await fixture.PostAsync($"{fixture.PathOf(contact)}/not-me", new() { ["channel"] = "email" });

        var done = await fixture.Api.FinalAsync(await fixture.Api.AcceptedAsync(ApiUser.StatusUpdate(email: "fourteen@example.ir")));

        var delivery = done["deliveries"]![0]!;
        ((string?)delivery["status"], (string?)delivery["reason"], (string?)delivery["whoMustAct"]).ShouldBe(("suppressed", "wrong_recipient", "client"));
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_form_of_another_site_is_refused(string header, string value)
    {
        var contact = await fixture.NewContactAsync("+989125550015");

        using var answer = await fixture.PostAsync(fixture.PathOf(contact), Form(("pause", "week")), (header, value));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await fixture.FindAsync(contact.Id))!.ETag.ShouldBe(contact.ETag);
    }

    [Fact]
    public async Task Our_own_form_is_taken_whatever_the_browser_says_of_its_origin()
    {
        var contact = await fixture.NewContactAsync("+989125550016");

        using var plain = await fixture.PostAsync(fixture.PathOf(contact), Form(), ("Origin", fixture.Host.Url.GetLeftPart(UriPartial.Authority)));
        using var hidden = await fixture.PostAsync(fixture.PathOf(contact), Form(), ("Origin", "null"), ("Sec-Fetch-Site", "same-origin"));

        (plain.StatusCode, hidden.StatusCode).ShouldBe((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther));
    }

    [Fact]
    public async Task Wrong_tokens_look_alike_and_guessing_them_ends_soon()
    {
        using var guesser = fixture.Citizen("192.0.2.60");
        var answers = new List<HttpStatusCode>();
        foreach (var token in (string[])["short", new string('A', 32), "%D8%A7", fixture.PathOf(await fixture.NewContactAsync())[3..^1] + "A", "x"])
            answers.Add((await guesser.GetAsync($"/p/{token}")).StatusCode);

        using var refused = await guesser.GetAsync($"/p/{new string('B', 32)}");

        answers.ShouldAllBe(status => status == HttpStatusCode.NotFound);
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_page_is_private_and_needs_nothing_from_anybody()
    {
        using var citizen = fixture.Citizen();

        using var answer = await citizen.GetAsync(fixture.PathOf(await fixture.NewContactAsync("+989125550017")));

        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
        answer.Headers.GetValues("X-Robots-Tag").ShouldBe(["noindex, nofollow"]);
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("<script");
    }

    [Fact]
    public async Task A_client_may_ask_for_the_link_of_a_contact_of_its_own_world()
    {
        var contact = await fixture.NewContactAsync("+989125550018");
        var tested = await fixture.NewContactAsync("+989125550018", isTest: true);
        using var stranger = fixture.Host.ClientWith(await fixture.Host.NewKeyAsync("stranger", "notifications:read"));

        var link = await fixture.Api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/contacts/{contact.Id}/preferences-link");
        using var other = await fixture.Api.Http.GetAsync($"/api/v1/contacts/{tested.Id}/preferences-link");
        using var refused = await stranger.GetAsync($"/api/v1/contacts/{contact.Id}/preferences-link");

        ((string?)link!["url"]).ShouldBe(fixture.Host.Url.ToString().TrimEnd('/') + fixture.PathOf(contact));
        (other.StatusCode, refused.StatusCode).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task No_line_of_the_log_has_an_address_or_a_token()
    {
        var contact = await fixture.NewContactAsync("+989125550019", "nineteen@example.ir");
        using var saved = await fixture.PostAsync(fixture.PathOf(contact), Form(("pause", "month")));
        using var wrong = await fixture.PostAsync(fixture.PathOf(contact), Form(("pause", "date"), ("until", "a secret")));
        using var disowned = await fixture.PostAsync($"{fixture.PathOf(contact)}/not-me", new() { ["channel"] = "email" });

        foreach (var secret in (string[])["9125550019", "nineteen", "a secret", fixture.PathOf(contact)[3..]])
            fixture.Host.Logs.Lines.ShouldNotContain(line => line.Contains(secret, StringComparison.Ordinal));
    }

    private async Task<string> PageAsync(Contact contact)
    {
        using var citizen = fixture.Citizen();
        return await citizen.GetStringAsync(fixture.PathOf(contact));
    }

    private static JsonObject To(Contact contact)
    {
        var update = ApiUser.StatusUpdate();
        update["to"] = new JsonObject { ["contactId"] = contact.Id.ToString() };
        return update;
    }
}
