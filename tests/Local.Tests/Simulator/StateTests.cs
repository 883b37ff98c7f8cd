using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Peyk.Local.Simulator;
using Peyk.Local.Simulator.Pages;

namespace Peyk.Local.Tests.Simulator;

public sealed class StateTests : SimulatorTest
{
    protected override ProviderSimulatorOptions Options => base.Options with { Keep = 10 };

    [Fact]
    public async Task Counts_go_on_when_content_is_no_longer_kept()
    {
        for (var i = 0; i < 15; i++)
        {
            await SendSmsAsync(body: i.ToString(CultureInfo.InvariantCulture));
            await SendMailAsync("citizen@example.com");
        }

        Simulator.Messages.Select(message => message.Body).ShouldBe(Enumerable.Range(5, 10).Select(i => i.ToString(CultureInfo.InvariantCulture)));
        Simulator.Mails.Count.ShouldBe(10);
        Simulator.AcceptedCount(Mobile).ShouldBe(15);
        Simulator.AcceptedCount("Citizen@example.com").ShouldBe(15);
    }

    [Fact]
    public async Task Other_processes_read_messages_mails_and_counts()
    {
        await SendSmsAsync(body: "سلام");
        await SendMailAsync("citizen@example.com");

        var messages = await SendGrid.GetFromJsonAsync<SimulatedMessage[]>("_sim/messages?to=%2B989121234567");
        var mails = await SendGrid.GetFromJsonAsync<SimulatedMail[]>("_sim/mails?to=citizen@example.com");
        messages!.Single().Body.ShouldBe("سلام");
        mails!.Single().CustomArgs["peyk_id"].ShouldBe("id-0");
        (await SendGrid.GetStringAsync("_sim/accepted?recipient=%2B989121234567")).ShouldBe("1");
        var status = await SendGrid.GetFromJsonAsync<SimulatorStatus>("_sim/status");
        status!.Messages.ShouldBe(1);
        status.Mails.ShouldBe(1);
    }

    [Fact]
    public async Task The_feed_tells_every_change_as_it_happens()
    {
        using var stream = await SendGrid.GetStreamAsync("_sim/events");
        using var reader = new StreamReader(stream);
        (await NextAsync(reader)).ShouldBe("hello");

        await SendSmsAsync();
        await SendMailAsync("citizen@example.com");

        List<string> seen = [];
        while (!(seen.Count(type => type == "message") >= 4 && seen.Count(type => type == "mail") >= 3))
            seen.Add(await NextAsync(reader));
    }

    [Fact]
    public async Task A_mail_is_shown_without_scripts_and_without_anything_from_elsewhere()
    {
        await SendMailAsync("citizen@example.com");

        var response = await SendGrid.GetAsync($"_sim/mails/{Simulator.Mails.Single().Id}/html");

        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("sandbox allow-popups allow-popups-to-escape-sandbox;");
        policy.ShouldContain("default-src 'none'");
        policy.ShouldNotContain("script-src");
        (await response.Content.ReadAsStringAsync()).ShouldEndWith("<p>Rich</p>");
    }

    [Theory]
    [InlineData("/", "fa", "rtl")]
    [InlineData("/phone", "fa", "rtl")]
    [InlineData("/inbox?lang=en", "en", "ltr")]
    public async Task Pages_come_in_both_languages_with_a_strict_policy(string path, string language, string direction)
    {
        var response = await SendGrid.GetAsync(path);
        var html = await response.Content.ReadAsStringAsync();

        html.ShouldContain($"<html lang=\"{language}\" dir=\"{direction}\">");
        html.ShouldNotContain("{{");
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'; script-src 'self'");
    }

    [Fact]
    public async Task An_unchanged_page_is_not_sent_again()
    {
        var first = await SendGrid.GetAsync("/phone");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/phone") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };

        (await SendGrid.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    private static async Task<string> NextAsync(StreamReader reader)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await reader.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                return line["event: ".Length..];
        }
        throw new EndOfStreamException();
    }
}
