using System.Net;
using System.Text.Json.Nodes;
using Peyk.Functions.Clients;
using Peyk.Functions.Contacts;
using Peyk.Functions.Operations;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Dashboard;

/// <summary>Finding a notification in the dashboard by whatever is at hand, and one notification's page.</summary>
public sealed class SearchTests(SearchTests.Fixture fixture) : IClassFixture<SearchTests.Fixture>
{
    [Fact]
    public async Task An_id_finds_its_notification()
    {
        (await fixture.FindAsync(fixture.Id)).ShouldContain($"/ops/notifications/{fixture.Id}");
    }

    [Fact]
    public async Task A_reference_finds_it_whichever_clients_it_is()
    {
        (await fixture.FindAsync("branch-12/case 7")).ShouldContain($"/ops/notifications/{fixture.Id}");
    }

    [Fact]
    public async Task A_tracking_code_finds_what_was_said_of_the_case()
    {
        (await fixture.FindAsync(fixture.Code)).ShouldContain($"/ops/notifications/{fixture.Id}");
    }

    [Theory]
    [InlineData(Fixture.Mobile)]
    [InlineData("۰۹۱۲۱۱۱۲۲۳۳")]
    public async Task A_number_finds_what_went_to_its_person(string typed)
    {
        (await fixture.FindAsync(typed)).ShouldContain($"/ops/notifications/{fixture.Id}");
    }

    [Fact]
    public async Task A_contacts_id_finds_what_went_to_it()
    {
        (await fixture.FindAsync(fixture.Contact.ToString("D"))).ShouldContain($"/ops/notifications/{fixture.Id}");
    }

    [Theory]
    [InlineData("nobody@example.org")]
    [InlineData("0c9f3c52-6a8e-7c11-9d52-3f0f0e0d0c0b")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData(" ")]
    public async Task What_is_not_there_is_said_not_to_be_there(string text)
    {
        var page = await fixture.FindAsync(text);

        page.ShouldContain("Nothing was found.");
        page.ShouldNotContain("<script>alert");
    }

    [Fact]
    public async Task A_search_for_a_person_is_in_the_audit_log_without_naming_them()
    {
        await fixture.FindAsync(Fixture.Mobile);

        var entry = (await fixture.Host.Get<AuditLog>().ReadNewestAsync(100, default)).First(e => e.Entry.Action == "person_searched" && e.Entry.Subject != "nobody").Entry;
        entry.Subject.ShouldBe(fixture.Host.Get<AddressHashes>().OfContact("audit", fixture.Contact, isTest: false));
        (entry.Client, entry.KeyId).ShouldSatisfyAllConditions(
            e => e.Client.ShouldBe(AuditEntry.Dashboard),
            e => e.KeyId.ShouldStartWith("desk/"));
    }

    [Fact]
    public async Task What_is_searched_for_stands_in_no_log()
    {
        await fixture.FindAsync(Fixture.Mobile);

        fixture.Host.Logs.Lines.ShouldNotContain(line => line.Contains(Fixture.Number, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_search_without_the_forms_token_is_refused()
    {
        using var answer = await fixture.User.SendAsync("/ops/search", new() { ["text"] = fixture.Id });

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain(fixture.Id);
    }

    [Fact]
    public async Task A_form_from_another_site_is_refused()
    {
        using var user = await OpsUser.SignInAsync(fixture.Host);
        user.Headers.Add("Sec-Fetch-Site", "cross-site");

        using var answer = await user.SubmitAsync("/ops/search", "/ops/search", ("text", fixture.Id));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_notifications_page_shows_its_log_and_nothing_of_its_recipient()
    {
        var page = await fixture.User.ReadAsync($"/ops/notifications/{fixture.Id}?lang=en");

        page.ShouldContain("accepted");
        page.ShouldContain("The chain of this log is whole.");
        page.ShouldNotContain(Fixture.Number);
        page.ShouldNotContain("Maryam");
    }

    [Theory]
    [InlineData("0c9f3c52-6a8e-7c11-9d52-3f0f0e0d0c0b")]
    [InlineData("nonsense")]
    public async Task A_notification_that_is_not_there_is_said_not_to_be_there(string id)
    {
        var page = await fixture.User.ReadAsync($"/ops/notifications/{id}?lang=en");

        page.ShouldContain("There is no such notification.");
        page.ShouldContain($"hx-get=\"/ops/notifications/{id}?lang=en\""); // It refreshes from where it is.
    }

    [Fact]
    public async Task The_health_page_tells_how_many_messages_wait_in_a_queue()
    {
        await fixture.Host.Get<Azure.Storage.Queues.QueueServiceClient>().GetQueueClient("send-sms").SendMessageAsync("later", visibilityTimeout: TimeSpan.FromHours(1));

        var page = await fixture.User.ReadAsync("/ops/health?lang=en");

        page.ShouldContain("all answer");
        page.ShouldMatch("send-sms</bdi></th><td><data value=\"[1-9]");
    }

    [Fact]
    public async Task A_viewer_is_not_offered_the_checks_and_may_not_run_them()
    {
        using var viewer = await OpsUser.SignInAsync(fixture.Host, Scopes.DashboardView);

        (await viewer.ReadAsync("/ops/health")).ShouldNotContain("/ops/health/checks");
        (await viewer.SubmitAsync("/ops/health", "/ops/health/checks")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    public sealed class Fixture(AzuriteFixture azurite) : IAsyncLifetime
    {
        public const string Number = "9121112233";
        public const string Mobile = "+98" + Number;

        public PeykHost Host { get; private set; } = null!;

        public OpsUser User { get; private set; } = null!;

        public Guid Contact { get; private set; }

        public string Id { get; private set; } = "";

        public string Code { get; private set; } = "";

        public async Task<string> FindAsync(string text)
        {
            using var answer = await User.SubmitAsync("/ops/search", "/ops/search", ("text", text));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            return await answer.Content.ReadAsStringAsync();
        }

        public async ValueTask InitializeAsync()
        {
            Host = await PeykHost.StartAsync(azurite.NewAccount());
            using var api = new ApiUser(Host.ClientWith(await Host.NewKeyAsync("branch")));
            Contact = await api.PutContactAsync(new() { ["language"] = "en", ["name"] = "Maryam Rad", ["mobile"] = Mobile });
            var update = ApiUser.StatusUpdate();
            update["to"] = new JsonObject { ["contactId"] = Contact.ToString("D") };
            update["reference"] = "branch-12/case 7";
            Id = await api.AcceptedAsync(update);
            Code = (string)(await api.FinalAsync(Id))["case"]!["code"]!;
            User = await OpsUser.SignInAsync(Host);
        }

        public async ValueTask DisposeAsync()
        {
            User.Dispose();
            await Host.DisposeAsync();
        }
    }
}
