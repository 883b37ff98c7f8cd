using Peyk.Core.Deliveries;
using Peyk.Functions.Clients;
using Peyk.Functions.Delivery;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Dashboard;

/// <summary>What browsers of those get who may not, and what another site's page can do in an operator's browser.</summary>
[Collection<DashboardCollection>]
public sealed class DashboardAccessTests(DashboardFixture fixture)
{
    [Theory]
    [InlineData("fa")]
    [InlineData("en")]
    public async Task A_stranger_sees_the_sign_in_only_and_a_key_without_the_scope_opens_nothing(string language)
    {
        await using var page = await fixture.Chromium.OpenAsync(Device.Phone);
        await page.Page.GotoAsync(new Uri(fixture.Host.Url, $"/ops/sending?lang={language}").ToString());
        (await page.Page.Locator("nav").CountAsync()).ShouldBe(0);

        await page.Page.FillAsync("input[name=key]", await fixture.Host.NewKeyAsync("branch", Scopes.Reports));
        await page.Page.ClickAsync("main button");

        await page.Page.Locator("[role=alert]").WaitForAsync();
        (await page.Page.Locator("nav").CountAsync()).ShouldBe(0);
        await page.PictureAsync($"ops-sign-in-{language}-phone", whole: true);
        (await page.SeriousViolationsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_viewer_looks_at_sending_and_is_offered_no_button()
    {
        await using var page = await fixture.OpenAsync("/ops/sending?lang=en", Device.Desktop, scope: Scopes.DashboardView);

        (await page.Page.Locator("main table").CountAsync()).ShouldBeGreaterThan(0);
        (await page.Page.Locator("main button").CountAsync()).ShouldBe(0);
        page.Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_pause_sending_in_an_operators_browser()
    {
        await using var page = await fixture.OpenAsync("/ops/sending?lang=en", Device.Desktop);
        var token = await page.Page.GetAttributeAsync("input[name=token]", "value");
        var elsewhere = fixture.Host.Simulator.Url; // Another origin, on the same host: the browser sends the cookie all the same.
        await page.Page.RouteAsync($"{elsewhere}trap", route => route.FulfillAsync(new()
        {
            ContentType = "text/html",
            Body = $"""
                <form action="{new Uri(fixture.Host.Url, "/ops/sending/pause")}" method="post"><input name="token" value="{token}">
                <input name="channel" value="sms"><input name="kind" value=""><button>Win a prize</button></form>
                """,
        }));
        await page.Page.GotoAsync($"{elsewhere}trap");

        await page.Page.ClickAsync("button");

        await page.Page.Locator("main.bare").WaitForAsync();
        (await page.Page.InnerTextAsync("main")).ShouldContain("from another site");
        (await fixture.Host.Get<ChannelPauses>().ListAsync(default)).ShouldNotContain(p => p.Channel == Channel.Sms && p.Kind == null);
    }
}
