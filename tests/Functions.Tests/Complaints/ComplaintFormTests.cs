using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Tests.Assistant;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Complaints;

/// <summary>The form that the pages of a case and of a survey lead to.</summary>
public sealed partial class ComplaintFormTests(SmsHost host) : IClassFixture<SmsHost>
{
    [Fact]
    public async Task Looking_changes_nothing_however_often()
    {
        var (path, _) = await CaseAsync();
        using var citizen = Citizen();

        for (var i = 0; i < 20; i++)
        {
            using var page = await citizen.GetAsync($"{path}?kept=1");
            using var head = await citizen.SendAsync(new(HttpMethod.Head, path));
            (page.StatusCode, head.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));
        }

        (await ComplaintsOfAsync(path)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cases_page_leads_to_the_form_and_the_form_to_a_complaint_that_goes_to_whoever_had_the_last_message()
    {
        var (path, phone) = await CaseAsync();
        using var citizen = Citizen();
        (await citizen.GetStringAsync(path.Replace("/complaint", "", StringComparison.Ordinal))).ShouldContain($"href=\"{path}?");

        using var posted = await PostAsync(citizen, path, ("text", "The office was closed.\r\nTwice."), ("lang", "en"));
        var complaint = (await ComplaintsOfAsync(path)).ShouldHaveSingleItem();
        var kept = await citizen.GetStringAsync(posted.Headers.Location);

        posted.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        ((string?)complaint["source"], (string?)complaint["text"], (string?)complaint["service"]).ShouldBe(("form", "The office was closed.\nTwice.", "retirement"));
        kept.ShouldContain((string)complaint["code"]!);
        (await host.TextAsync(phone, 2)).ShouldContain((string)complaint["code"]!);
        (await host.Api.AnswerAsync(complaint, "It is open again.")).Status.ShouldBe(HttpStatusCode.OK);
        (await host.TextAsync(phone, 3)).ShouldContain("It is open again.");
    }

    [Fact]
    public async Task Sent_twice_it_is_one_complaint_and_more_words_are_added()
    {
        var (path, phone) = await CaseAsync();
        using var citizen = Citizen();

        foreach (var text in new[] { "It was late.", "It was late.", "And nobody called." })
            (await PostAsync(citizen, path, ("text", text))).Dispose();

        ((string?)(await ComplaintsOfAsync(path)).ShouldHaveSingleItem()["text"]).ShouldBe("It was late.\nAnd nobody called.");
        await host.TextAsync(phone, 2);
        host.Texts(phone).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_survey_leads_to_the_form_too()
    {
        var phone = host.NewPhone();
        var id = await host.AskAsync(phone, "en");
        var path = $"/f/{host.Host.Get<PageTokens>().Make(PagePurpose.Feedback, Guid.Parse(id))}/complaint";
        using var citizen = Citizen();

        var survey = await citizen.GetStringAsync(path.Replace("/complaint", "", StringComparison.Ordinal));
        using var posted = await PostAsync(citizen, path, ("text", "More than a number can say."));

        survey.ShouldContain($"href=\"{path}?");
        posted.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        ((string?)(await host.ComplaintOfAsync(id))["text"]).ShouldBe("More than a number can say.");
    }

    [Theory]
    [InlineData("", "", "Please write in a few words")]
    [InlineData(" … ", "", "Please write in a few words")]
    [InlineData("It was late.", "http://spam.example", "Something was filled in")]
    public async Task What_is_wrong_is_said_and_what_was_typed_stays(string text, string honeypot, string notice)
    {
        var (path, _) = await CaseAsync();
        using var citizen = Citizen();

        using var answer = await PostAsync(citizen, path, ("text", text), ("website", honeypot), ("lang", "en"));
        var page = await answer.Content.ReadAsStringAsync();

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        page.ShouldContain(notice);
        page.ShouldContain($">{WebUtility.HtmlEncode(text.Trim())}</textarea>");
        (await ComplaintsOfAsync(path)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_nobody_was_written_to_an_address_is_asked_for()
    {
        var (path, _) = await CaseAsync(notify: false);
        var phone = host.NewPhone();
        using var citizen = Citizen();

        using var without = await PostAsync(citizen, path, ("text", "It was late."), ("lang", "en"));
        using var with = await PostAsync(citizen, path, ("text", "It was late."), ("contact", phone.Replace("+98", "0", StringComparison.Ordinal)), ("lang", "en"));

        without.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await without.Content.ReadAsStringAsync()).ShouldContain("so that we can answer you");
        with.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await host.TextAsync(phone, 1)).ShouldContain((string)(await ComplaintsOfAsync(path)).ShouldHaveSingleItem()["code"]!);
    }

    [Fact]
    public async Task A_form_of_another_site_is_refused()
    {
        var (path, _) = await CaseAsync();
        using var citizen = Citizen();
        citizen.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");

        using var answer = await PostAsync(citizen, path, ("text", "Somebody else wrote this."));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await ComplaintsOfAsync(path)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/t/123456789012/complaint")]
    [InlineData("/t/nobody-knows-1/complaint")]
    [InlineData("/f/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/complaint")]
    public async Task A_link_that_leads_nowhere_takes_nothing(string path)
    {
        using var citizen = Citizen();

        using var page = await citizen.GetAsync(path);
        using var posted = await PostAsync(citizen, path, ("text", "It was late."));

        (page.StatusCode, posted.StatusCode).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task After_three_answered_complaints_a_day_is_over()
    {
        var (path, _) = await CaseAsync();
        using var citizen = Citizen();
        for (var i = 0; i < 3; i++)
        {
            (await PostAsync(citizen, path, ("text", $"Complaint {i}."))).Dispose();
            (await host.Api.AnswerAsync((await ComplaintsOfAsync(path)).Single(c => (string?)c["state"] == "open"), "Done.")).Status.ShouldBe(HttpStatusCode.OK);
        }

        using var answer = await PostAsync(citizen, path, ("text", "One more."));

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await ComplaintsOfAsync(path)).Count.ShouldBe(3);
    }

    private HttpClient Citizen() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = host.Host.Url };

    /// <summary>A case with its form's address, and the telephone to which its message went.</summary>
    private async Task<(string Path, string Phone)> CaseAsync(bool notify = true)
    {
        var phone = host.NewPhone();
        var update = ApiUser.StatusUpdate(phone, language: "en");
        update["notify"] = notify;
        using var answer = await host.Api.PostAsync(update);
        var body = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        if (notify)
            await host.TextAsync(phone, 1);
        return ($"/t/{body["case"]!["code"]}/complaint", phone);
    }

    private async Task<IReadOnlyList<JsonObject>> ComplaintsOfAsync(string path) =>
        [.. (await host.ComplaintsAsync()).Where(c => (string?)c["case"] == CodeInPath().Match(path).Value)];

    private static async Task<HttpResponseMessage> PostAsync(HttpClient citizen, string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await citizen.PostAsync(path, form);
    }

    [GeneratedRegex("[0-9]{12}")]
    private static partial Regex CodeInPath();
}
