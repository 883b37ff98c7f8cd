using Peyk.Core.Deliveries;
using Peyk.Core.Reports;
using Peyk.Functions.Tests.Reports;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Dashboard;

/// <summary>The page of indicators and forecast.</summary>
public sealed class OutlookPageTests(OutlookPageTests.Fixture fixture) : IClassFixture<OutlookPageTests.Fixture>
{
    [Theory]
    [InlineData("en", "Worse than usual", "As usual", "Past error of the forecast")]
    [InlineData("fa", "بدتر از معمول", "مثل همیشه", "خطای گذشتهٔ پیش‌بینی")]
    public async Task It_marks_what_left_its_range_and_tells_the_past_error(string language, params string[] words)
    {
        var page = await fixture.User.ReadAsync($"/ops/outlook?lang={language}");

        foreach (var word in words)
            page.ShouldContain(word);
        page.Split("""class="state bad""").Length.ShouldBe(2);
        page.Split("data-chart").Length.ShouldBe(5 + 3 + 1);
    }

    [Fact]
    public async Task Charts_show_the_numbers_of_the_api()
    {
        var page = await fixture.User.ReadAsync("/ops/outlook?lang=en");

        // A tenth failed yesterday, where a fiftieth is usual.
        page.ShouldContain("""<data value="10">10</data>""");
        page.ShouldContain("""<data value="500">500</data>""");
    }

    [Fact]
    public async Task Before_anything_was_counted_it_says_so()
    {
        await using var host = await ReportHost.StartAsync(fixture.NewAccount(), null, null, ("Dashboard__Access", "Key"));
        using var user = await OpsUser.SignInAsync(host.App);

        var page = await user.ReadAsync("/ops/outlook?lang=en");

        page.ShouldContain("Nothing is counted yet");
        page.ShouldContain("A forecast needs four weeks of full days.");
    }

    [Fact]
    public async Task Months_of_figures_are_shown_at_once()
    {
        await fixture.User.ReadAsync("/ops/outlook?lang=en");
        var before = fixture.Calls.Count;

        await fixture.User.ReadAsync("/ops/outlook?lang=en");

        // What was read once is not read again: versions of two kinds of rows for each of two reports, and when today was counted.
        (fixture.Calls.Count - before).ShouldBeLessThanOrEqualTo(8);
    }

    /// <summary>70 days of 500 SMS, of which a fiftieth failed, and yesterday a tenth.</summary>
    public sealed class Fixture(AzuriteFixture azurite) : IAsyncLifetime
    {
        private ReportHost _host = null!;

        public OpsUser User { get; private set; } = null!;

        public CallCount Calls { get; } = new();

        public string NewAccount() => azurite.NewAccount();

        public async ValueTask InitializeAsync()
        {
            _host = await ReportHost.StartAsync(azurite.NewAccount(), () => Calls, null, ("Dashboard__Access", "Key"));
            for (var age = 70; age > 0; age--)
                await _host.PutAsync(_host.Today.PlusDays(-age), OutlookApiTests.Fixture.Deliveries(age == 1 ? 450 : 490, age == 1 ? 50 : 10));
            await _host.PutAsync(_host.Today, new DeliveryTally(), Backlog());
            User = await OpsUser.SignInAsync(_host.App);
        }

        public async ValueTask DisposeAsync()
        {
            User.Dispose();
            await _host.DisposeAsync();
        }

        private static DayFacts Backlog()
        {
            var facts = new DayFacts();
            facts.AddOptOuts(new(OptOutWay.Stop, Channel.Sms, IsTest: false), 1);
            return facts;
        }
    }

    public sealed class CallCount : Azure.Core.Pipeline.HttpPipelineSynchronousPolicy
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public override void OnSendingRequest(Azure.Core.HttpMessage message)
        {
            if (message.Request.Uri.ToString().Contains("Rollups", StringComparison.Ordinal))
                Interlocked.Increment(ref _count);
        }
    }
}
