using System.Net;
using System.Net.Http.Headers;

namespace Peyk.Functions.Tests.StatusUpdates;

public sealed class TrackingPageTests(CaseHost cases) : IClassFixture<CaseHost>
{
    private const string Unknown = "/t/UNKNOWN-0001";
    private const string Malformed = "/t/12";

    [Theory]
    [InlineData("fa", "مدارک شما دریافت شد", "rtl")]
    [InlineData("en", "Your documents have arrived", "ltr")]
    public async Task A_case_is_shown_in_its_language(string language, string expected, string direction)
    {
        using var citizen = cases.Citizen("192.0.2.10");
        var page = await citizen.GetStringAsync($"/t/{await cases.OpenAsync(CaseHost.Update(language: language))}");

        page.ShouldContain(expected);
        page.ShouldContain($"""<html lang="{language}" dir="{direction}">""");
    }

    [Fact]
    public async Task The_citizen_can_have_another_language()
    {
        var code = await cases.OpenAsync(CaseHost.Update(language: "fa"));

        var page = await cases.PageAsync(code, "en");

        page.ShouldContain("Your documents have arrived");
        page.ShouldContain($"""href="/t/{code}?lang=fa" """.TrimEnd());
    }

    [Fact]
    public async Task What_comes_next_is_said_with_its_day()
    {
        var page = await cases.PageAsync(await cases.OpenAsync());

        page.ShouldContain("Check of your documents</strong>");
        page.ShouldContain("usually by ");
    }

    [Fact]
    public async Task A_promise_that_was_not_kept_is_admitted()
    {
        var page = await cases.PageAsync(await cases.OpenAsync(CaseHost.Update(occurredAt: "2026-01-01T09:00:00Z")));

        page.ShouldContain("This is taking longer than usual.");
        page.ShouldNotContain("usually by");
    }

    [Theory]
    [InlineData("grouped")]
    [InlineData("dashed")]
    [InlineData("persian")]
    public async Task A_code_is_read_as_people_write_it(string way)
    {
        var code = await cases.OpenAsync();
        var typed = way switch
        {
            "grouped" => $"{code[..4]} {code[4..8]} {code[8..]}",
            "dashed" => $"{code[..4]}-{code[4..8]}-{code[8..]}",
            _ => string.Concat(code.Select(digit => (char)('۰' + digit - '0'))),
        };
        using var citizen = cases.Citizen("192.0.2.11");

        using var direct = await citizen.GetAsync($"/t/{Uri.EscapeDataString(typed)}");
        using var form = await citizen.GetAsync($"/t?lang=fa&code={Uri.EscapeDataString(typed)}");

        (direct.StatusCode, direct.Headers.Location?.OriginalString).ShouldBe((HttpStatusCode.Redirect, $"/t/{code}"));
        form.Headers.Location?.OriginalString.ShouldBe($"/t/{code}?lang=fa");
    }

    [Fact]
    public async Task Unknown_and_malformed_codes_look_the_same()
    {
        using var citizen = cases.Citizen("192.0.2.12");

        using var unknown = await citizen.GetAsync(Unknown + "?lang=en");
        using var malformed = await citizen.GetAsync(Malformed + "?lang=en");

        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        malformed.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var page = await unknown.Content.ReadAsStringAsync();
        page.ShouldContain("We found no case with this code.");
        (await malformed.Content.ReadAsStringAsync()).ShouldBe(page.Replace("UNKNOWN-0001", "12", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unknown_and_malformed_codes_read_as_much()
    {
        using var citizen = cases.Citizen("192.0.2.13");
        cases.Traffic.Forget();
        using var unknown = await citizen.GetAsync(Unknown);
        using var malformed = await citizen.GetAsync(Malformed);

        // The sweep may look at other tables meanwhile.
        cases.Traffic.Operations.Count(operation => operation.Contains("/Cases", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task What_is_typed_cannot_become_markup()
    {
        using var citizen = cases.Citizen("192.0.2.14");

        using var answer = await citizen.GetAsync($"/t?code={Uri.EscapeDataString("\"><script>alert(1)</script>")}");

        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("<script");
    }

    [Fact]
    public async Task The_form_asks_in_the_browsers_language()
    {
        using var citizen = cases.Citizen("192.0.2.15");
        citizen.DefaultRequestHeaders.AcceptLanguage.ParseAdd("de, en-GB;q=0.8, fa;q=0.5");

        (await citizen.GetStringAsync("/t")).ShouldContain("Show status");
    }

    [Fact]
    public async Task Guessing_ends_after_a_few_codes_and_says_when_to_come_back()
    {
        using var guesser = cases.Citizen("2001:db8:1:2::1");
        using var neighbour = cases.Citizen("2001:db8:1:2:ffff::9");
        using var somebody = cases.Citizen("2001:db8:1:3::1");
        for (var guess = 0; guess < 5; guess++)
            (await guesser.GetAsync(Unknown)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var refused = await neighbour.GetAsync(Unknown + "?lang=en");

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(12));
        (await refused.Content.ReadAsStringAsync()).ShouldContain("There were several attempts");
        (await somebody.GetAsync(Unknown)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Many_who_follow_their_own_cases_from_one_address_are_not_hindered()
    {
        var code = await cases.OpenAsync();
        using var office = cases.Citizen("192.0.2.16");

        for (var look = 0; look < 20; look++)
            (await office.GetAsync($"/t/{code}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_page_is_private_and_needs_nothing_from_anybody()
    {
        using var citizen = cases.Citizen("192.0.2.17");

        using var answer = await citizen.GetAsync($"/t/{await cases.OpenAsync()}");

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("default-src 'none'; style-src 'sha256-");
        policy.ShouldNotContain("unsafe");
        answer.Headers.CacheControl!.ToString().ShouldBe("no-cache, private");
        answer.Headers.GetValues("X-Robots-Tag").ShouldBe(["noindex, nofollow"]);
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        var page = await answer.Content.ReadAsStringAsync();
        page.ShouldNotContain("<script");
        page.ShouldNotContain("https://");
        page.ShouldNotContain("9121234567");
    }

    [Fact]
    public async Task An_unchanged_page_is_not_sent_again_and_a_changed_one_is()
    {
        var code = await cases.OpenAsync();
        using var citizen = cases.Citizen("192.0.2.18");
        using var first = await citizen.GetAsync($"/t/{code}");
        citizen.DefaultRequestHeaders.IfNoneMatch.Add(EntityTagHeaderValue.Parse(first.Headers.ETag!.ToString()));

        (await citizen.GetAsync($"/t/{code}")).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        await cases.AcceptAsync(CaseHost.Update("documents-checked", code));

        (await citizen.GetAsync($"/t/{code}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task HEAD_answers_as_GET_does_without_the_page()
    {
        using var citizen = cases.Citizen("192.0.2.19");
        using var answer = await citizen.SendAsync(new(HttpMethod.Head, $"/t/{await cases.OpenAsync()}"));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentLength!.Value.ShouldBeGreaterThan(1000);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }
}
