using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Dashboard;

/// <summary>What operators do in the dashboard, in a browser, and what comes of it.</summary>
[Collection<DashboardCollection>]
public sealed class DashboardActsTests(DashboardFixture fixture)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pausing_a_channel_stops_sending_and_resuming_sends_what_waited(bool scripts)
    {
        await using var page = await fixture.OpenAsync("/ops/sending?lang=en", Device.Desktop, scripts: scripts);
        using var api = new ApiUser(fixture.Host.ClientWith(await fixture.Host.NewKeyAsync("branch")));
        await page.Page.ClickAsync(Button("pause"));
        await page.Page.Locator("[role=status]").WaitForAsync();
        await Wait.UntilAsync(async () => await fixture.Host.Get<ChannelPauses>().IsPausedAsync(Channel.Email, "status-updates", default), what: "the pause");

        var (email, mobile) = ($"paused-{scripts}@example.org", scripts ? "+989124440001" : "+989124440002");
        var id = await api.AcceptedAsync(ApiUser.StatusUpdate(email: email, language: "en"));
        await api.FinalAsync(await api.AcceptedAsync(ApiUser.StatusUpdate(mobile: mobile, language: "en")));
        var sentMeanwhile = fixture.Host.Simulator.AcceptedCount(email);
        await page.Page.ClickAsync(Button("resume"));
        await page.Page.Locator("[role=status]").WaitForAsync();

        sentMeanwhile.ShouldBe(0);
        (await api.FinalAsync(id))["status"]!.GetValue<string>().ShouldBe("delivered");
        var did = (await fixture.Host.Get<AuditLog>().ReadNewestAsync(20, default)).Select(e => e.Entry.Action).ToList();
        did.ShouldContain("sending_paused");
        did.ShouldContain("sending_resumed");
        page.Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Dead_letters_that_are_ticked_go_back_into_their_queue()
    {
        await fixture.Host.Get<DeadLetterStore>().AddAsync(Queues.SendEmail, "0000000000000000000000000000ffff", "failed_too_often", "{}", default);
        await using var page = await fixture.OpenAsync($"/ops/dead-letters?lang=en&queue={Queues.SendEmail}", Device.Phone);

        await page.Page.CheckAsync("input[name=letter]");
        await page.Page.ClickAsync("form[action$='/requeue'] button");

        await page.Page.Locator("[role=status]").WaitForAsync();
        (await fixture.Host.Get<DeadLetterStore>().ListAsync(Queues.SendEmail, default)).ShouldNotContain(l => l.MessageId == "0000000000000000000000000000ffff");
        page.Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_first_page_leads_to_what_needs_a_hand_and_refreshes_by_itself()
    {
        await using var page = await fixture.OpenAsync("/ops?lang=en", Device.Desktop);
        (await page.Page.Locator("section.warning a").CountAsync()).ShouldBeGreaterThan(2);
        var before = await page.Page.InnerTextAsync("section.warning");

        await fixture.Host.Get<ChannelPauses>().PauseAsync(Channel.Sms, "replies", default);

        await page.Page.WaitForFunctionAsync("before => document.querySelector('section.warning').innerText !== before", before, new() { Timeout = 120_000 });
        await fixture.Host.Get<ChannelPauses>().ResumeAsync(Channel.Sms, "replies", default);
        page.Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_notification_is_found_with_the_keyboard_alone_and_opened()
    {
        using var api = new ApiUser(fixture.Host.ClientWith(await fixture.Host.NewKeyAsync("branch")));
        var id = await api.AcceptedAsync(ApiUser.StatusUpdate(mobile: "+989123334455"));
        await api.FinalAsync(id);
        await using var page = await fixture.OpenAsync("/ops/search?lang=fa", Device.Desktop);

        await page.Page.FocusAsync("input[type=search]");
        await page.Page.Keyboard.TypeAsync(id);
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.Locator($"a[href*='{id}']").FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");

        await page.Page.Locator(".tiles").WaitForAsync();
        page.Page.Url.ShouldContain($"/ops/notifications/{id}");
        (await page.Page.Locator("tbody tr").CountAsync()).ShouldBeGreaterThan(3);
        await page.PictureAsync("ops-notification-fa-desktop", whole: true);
        (await page.SeriousViolationsAsync()).ShouldBeEmpty();
        page.Problems.ShouldBeEmpty();
    }

    /// <summary>The button of e-mail as a whole, in the row of all kinds.</summary>
    private static string Button(string act) => $"form[action$='/{act}']:has(input[name=channel][value=email]):has(input[name=kind][value='']) button";
}
