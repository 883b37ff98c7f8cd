using System.Net;

namespace Peyk.Functions.Tests.Feedback;

/// <summary>The page on which citizens answer.</summary>
public sealed class FeedbackPageTests(FeedbackHost host) : IClassFixture<FeedbackHost>
{
    [Fact]
    public async Task Reading_any_link_any_number_of_times_stores_nothing()
    {
        var (id, page) = await host.AskAsync();
        using var scanner = host.Citizen();

        for (var i = 0; i < 20; i++)
        {
            foreach (var link in (string[])["", "?score=1", "?score=5", "?part=1", "?thanks=1"])
            {
                (await scanner.GetAsync($"{page.AbsolutePath}{link}")).StatusCode.ShouldBe(HttpStatusCode.OK);
                using var head = new HttpRequestMessage(HttpMethod.Head, $"{page.AbsolutePath}{link}");
                (await scanner.SendAsync(head)).StatusCode.ShouldBe(HttpStatusCode.OK);
            }
        }

        (await host.FindAsync(id))["answers"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_score_of_a_link_is_chosen_on_the_page()
    {
        var (_, page) = await host.AskAsync();
        using var citizen = host.Citizen();

        var html = await citizen.GetStringAsync($"{page.AbsolutePath}?score=4");

        html.ShouldContain("""value="4" checked""");
    }

    [Fact]
    public async Task A_post_is_stored_with_how_it_came()
    {
        var (id, page) = await host.AskAsync();

        using var answer = await host.AnswerAsync(page, ("part", "0"), ("item-satisfaction", "4"));

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var given = (await host.FindAsync(id))["answers"]!.AsArray().ShouldHaveSingleItem()!;
        given["score"]!.GetValue<int>().ShouldBe(4);
        given["channel"]!.GetValue<string>().ShouldBe("web");
        given["flags"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_asked_next_depends_on_the_score()
    {
        var (_, page) = await host.AskAsync();
        using var citizen = host.Citizen();

        using var low = await host.AnswerAsync(page, ("part", "0"), ("item-satisfaction", "1"));
        (await citizen.GetStringAsync(low.Headers.Location)).ShouldContain("item-trouble");
        using var high = await host.AnswerAsync(page, ("part", "0"), ("item-satisfaction", "5"));
        (await citizen.GetStringAsync(high.Headers.Location)).ShouldNotContain("item-trouble");
    }

    [Fact]
    public async Task The_last_answer_counts_and_the_history_is_kept()
    {
        var (id, page) = await host.AskAsync();

        await host.AnswerAsync(page, ("part", "0"), ("item-satisfaction", "1"));
        await host.AnswerAsync(page, ("part", "0"), ("item-satisfaction", "3"));

        (await host.FindAsync(id))["answers"]!.AsArray().Select(a => a!["score"]!.GetValue<int>()).ShouldBe([1, 3]);
        using var citizen = host.Citizen();
        (await citizen.GetStringAsync(page)).ShouldContain("""value="3" checked""");
    }

    [Fact]
    public async Task A_filled_honeypot_is_marked_and_kept()
    {
        var (id, page) = await host.AskAsync();

        await host.AnswerAsync(page, ("part", "0"), ("item-satisfaction", "5"), ("website", "http://example.org"));

        (await host.FindAsync(id))["answers"]![0]!["flags"]![0]!.GetValue<string>().ShouldBe("honeypot");
    }

    [Fact]
    public async Task A_form_without_an_answer_comes_back()
    {
        var (id, page) = await host.AskAsync();

        using var answer = await host.AnswerAsync(page, ("part", "0"), ("item-satisfaction", "9"), ("item-nonsense", "5"));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("role=\"alert\"");
        (await host.FindAsync(id))["answers"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("x")]
    public async Task A_token_that_is_not_ours_leads_nowhere(string token)
    {
        using var citizen = host.Citizen();

        (await citizen.GetAsync($"/f/{token}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var answer = await host.AnswerAsync(new Uri(host.Host.Url, $"/f/{token}"), ("part", "0"), ("item-satisfaction", "5"));
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_long_survey_goes_page_by_page_and_shows_how_far_it_is()
    {
        var (id, page) = await host.AskAsync("servqual");
        using var citizen = host.Citizen();
        var where = page;
        var pages = 0;
        while (!where.OriginalString.Contains("thanks", StringComparison.Ordinal))
        {
            pages++;
            var html = await citizen.GetStringAsync(where);
            html.ShouldContain("<progress");
            var items = System.Text.RegularExpressions.Regex.Matches(html, "name=\"(item-[a-z0-9-]+)\"").Select(m => m.Groups[1].Value).Distinct().ToList();
            var part = System.Text.RegularExpressions.Regex.Match(html, "name=\"part\" value=\"([0-9]+)\"").Groups[1].Value;
            using var answer = await host.AnswerAsync(page, [("part", part), .. items.Select(i => (i, "4"))]);
            where = answer.Headers.Location!;
        }

        pages.ShouldBeGreaterThan(5);
        var found = await host.FindAsync(id);
        found["state"]!.GetValue<string>().ShouldBe("answered");
        found["answers"]!.AsArray().Count(a => a!["score"] is not null).ShouldBe(44);
    }
}
