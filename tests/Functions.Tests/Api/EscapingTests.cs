using System.Text.Json.Nodes;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Api;

/// <summary>Markup in values is not refused: people are called and write what they like. It comes out as text.</summary>
public sealed class EscapingTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Markup = "<script>alert(1)</script> <img src=x onerror=alert(1)> [click](javascript:alert(1)) {{case.code}} {{{organisation.name}}}";

    [Fact]
    public async Task Html_markdown_and_handlebars_come_out_as_text()
    {
        var update = ApiUser.StatusUpdate(email: "escaping@example.org", language: "en", name: "<b>Eve</b> {{case.code}}");
        update["data"] = new JsonObject { ["note"] = Markup };

        await fixture.Api.FinalAsync(await fixture.Api.AcceptedAsync(update));

        var mail = fixture.Host.Simulator.Mails.Single(m => m.To == "escaping@example.org");
        mail.Html.ShouldNotBeNull();
        mail.Html.ShouldNotContain("<script");
        mail.Html.ShouldNotContain("<img");
        mail.Html.ShouldNotContain("<b>Eve");
        mail.Html.ShouldNotContain("href=\"javascript");
        mail.Html.ShouldContain("&lt;script&gt;");
        mail.Html.ShouldContain("{{case.code}}");
        mail.Text.ShouldNotBeNull().ShouldContain("{{{organisation.name}}}");
    }

    [Fact]
    public async Task A_header_in_a_value_stays_in_the_body()
    {
        var update = ApiUser.StatusUpdate(email: "header@example.org", language: "en");
        update["data"] = new JsonObject { ["note"] = "Hello\r\nBcc: everybody@example.org\r\n\r\nSubject: other" };

        await fixture.Api.FinalAsync(await fixture.Api.AcceptedAsync(update));

        var mail = fixture.Host.Simulator.Mails.Single(m => m.To == "header@example.org");
        mail.Subject.ShouldNotContain("other");
        mail.Subject.ShouldNotContain('\n');
        fixture.Host.Simulator.AcceptedCount("everybody@example.org").ShouldBe(0);
    }
}
