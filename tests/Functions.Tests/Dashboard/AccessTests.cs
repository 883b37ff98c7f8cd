using System.Net;
using System.Text.Json;
using Peyk.Functions.Clients;
using Peyk.Functions.Dashboard.Access;
using Peyk.Functions.Operations;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Dashboard;

/// <summary>Who gets into the dashboard.</summary>
public sealed class AccessTests(AzuriteFixture azurite)
{
    private const string Secret = "a secret that the proxy and we share, and nobody else";

    [Fact]
    public async Task Unless_it_is_turned_on_there_is_no_dashboard()
    {
        await using var app = await StartAsync(("Dashboard:Access", "None"));
        using var user = OpsUser.Of(app.Url);

        (await user.GetAsync("/ops")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await user.GetAsync("/ops/sign-in")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_stranger_is_led_to_the_sign_in_and_back()
    {
        await using var app = await StartAsync();
        using var user = OpsUser.Of(app.Url);

        var answer = await user.GetAsync("/ops/audit?lang=fa");

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.ToString().ShouldBe("/ops/sign-in?to=%2Fops%2Faudit%3Flang%3Dfa");
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/ops")]
    [InlineData("/ops/../../elsewhere")]
    [InlineData("/opselsewhere")]
    [InlineData("/ops/\\elsewhere")]
    public async Task Signing_in_leads_nowhere_but_to_our_own_pages(string wanted)
    {
        await using var app = await StartAsync();
        using var user = OpsUser.Of(app.Url);

        var answer = await user.SendAsync("/ops/sign-in", new() { ["key"] = await app.NewKeyAsync("desk", Scopes.DashboardView), ["to"] = wanted });

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.ToString().ShouldBe("/ops");
    }

    [Fact]
    public async Task A_key_without_a_scope_of_the_dashboard_opens_nothing()
    {
        await using var app = await StartAsync();
        using var user = OpsUser.Of(app.Url);

        var answer = await user.SendAsync("/ops/sign-in", new() { ["key"] = await app.NewKeyAsync("desk", Scopes.Reports) });

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task The_cookie_says_nothing_of_the_key_and_is_out_of_reach_for_scripts_and_other_sites()
    {
        await using var app = await StartAsync(("Peyk:PublicUrl", "https://peyk.example/"));
        using var user = OpsUser.Of(app.Url);
        var key = await app.NewKeyAsync("desk", Scopes.DashboardView);

        var answer = await user.SendAsync("/ops/sign-in", new() { ["key"] = key });

        var cookie = answer.Headers.GetValues("Set-Cookie").Single().ToLowerInvariant();
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
        cookie.ShouldContain("secure");
        cookie.ShouldNotContain(key.Split('_')[2].ToLowerInvariant());
    }

    [Fact]
    public async Task A_revoked_key_ends_its_sessions()
    {
        await using var app = await StartAsync();
        using var user = await OpsUser.SignInAsync(app);
        (await user.GetAsync("/ops/audit")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var keys = app.Get<ApiKeys>();

        await keys.RevokeAsync((await keys.ListAsync(default)).Single(k => k.Client.Id == "desk").Client.KeyId, default);

        (await user.GetAsync("/ops/audit")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Theory]
    [InlineData("0123456789ab.99999999999.AAAA")]
    [InlineData("0123456789ab.99999999999.")]
    [InlineData("..")]
    [InlineData("nonsense")]
    public async Task A_forged_cookie_opens_nothing(string cookie)
    {
        await using var app = await StartAsync();
        using var user = OpsUser.Of(app.Url);
        user.Headers.Add("Cookie", $"{KeyUsers.Cookie}={cookie}");

        (await user.GetAsync("/ops")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task After_signing_out_the_pages_are_closed()
    {
        await using var app = await StartAsync();
        using var user = await OpsUser.SignInAsync(app);

        await user.SubmitAsync("/ops/audit", "/ops/sign-out");

        (await user.GetAsync("/ops/audit")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Theory]
    [InlineData("viewer", HttpStatusCode.OK)]
    [InlineData("operator", HttpStatusCode.OK)]
    [InlineData("somebody", HttpStatusCode.Forbidden)]
    public async Task App_Service_Authentication_lets_in_whom_Entra_gives_a_role(string role, HttpStatusCode expected)
    {
        await using var app = await StartAsync(("Dashboard:Access", "AppService"), (AppServiceUsers.IsOn, "True"));
        using var user = OpsUser.Of(app.Url);
        user.Headers.Add(AppServiceUsers.Header, Principal(role));

        (await user.GetAsync("/ops/audit")).StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task Where_App_Service_Authentication_does_not_run_its_header_is_not_believed()
    {
        await using var app = await StartAsync(("Dashboard:Access", "AppService"));
        using var user = OpsUser.Of(app.Url);
        user.Headers.Add(AppServiceUsers.Header, Principal("operator"));

        var answer = await user.GetAsync("/ops");

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.ToString().ShouldBe("/.auth/login/aad?post_login_redirect_uri=%2Fops");
    }

    [Theory]
    [InlineData("")]
    [InlineData("no base64")]
    [InlineData("e30=")]
    [InlineData("bm90IGpzb24=")]
    public async Task A_broken_principal_opens_nothing(string header)
    {
        await using var app = await StartAsync(("Dashboard:Access", "AppService"), (AppServiceUsers.IsOn, "True"));
        using var user = OpsUser.Of(app.Url);
        user.Headers.Add(AppServiceUsers.Header, header);

        (await user.GetAsync("/ops")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Theory]
    [InlineData(Secret, "viewer", HttpStatusCode.OK)]
    [InlineData(Secret, "finance, operator", HttpStatusCode.OK)]
    [InlineData(Secret, "finance", HttpStatusCode.Forbidden)]
    [InlineData("another secret that somebody has tried out there", "operator", HttpStatusCode.Forbidden)]
    [InlineData("", "operator", HttpStatusCode.Forbidden)]
    public async Task A_proxy_is_believed_that_knows_the_secret(string secret, string roles, HttpStatusCode expected)
    {
        await using var app = await StartAsync(("Dashboard:Access", "Proxy"), ("Dashboard:Secret", Secret));
        using var user = OpsUser.Of(app.Url);
        user.Headers.Add("X-Forwarded-User", "roya");
        user.Headers.Add("X-Forwarded-Groups", roles);
        user.Headers.Add("X-Proxy-Secret", secret);

        (await user.GetAsync("/ops/audit")).StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task A_form_that_carries_no_token_or_anothers_does_nothing()
    {
        await using var app = await StartAsync(("Dashboard:Access", "Proxy"), ("Dashboard:Secret", Secret));
        var tokens = app.Get<DashboardTokens>();

        tokens.IsFormOf("roya", tokens.OfForms("roya")).ShouldBeTrue();
        tokens.IsFormOf("roya", tokens.OfForms("sara")).ShouldBeFalse();
        tokens.IsFormOf("roya", "").ShouldBeFalse();
        tokens.IsFormOf("roya", null).ShouldBeFalse();
    }

    [Fact]
    public async Task What_the_dashboard_writes_into_the_audit_log_can_be_read_in_it()
    {
        await using var app = await StartAsync();
        await app.Get<AuditLog>().WriteAsync(new DashboardUser("desk/0123456789ab", DashboardRole.Operator), "channel_paused", "sms", default);
        using var user = await OpsUser.SignInAsync(app, Scopes.DashboardView);

        var page = await user.ReadAsync("/ops/audit?lang=en");

        page.ShouldContain("channel_paused");
        page.ShouldContain("desk/0123456789ab");
    }

    private static string Principal(string role) => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new
    {
        auth_typ = "aad",
        name_typ = "name",
        role_typ = "roles",
        claims = new[]
        {
            new { typ = "http://schemas.microsoft.com/identity/claims/objectidentifier", val = "7d3f1f5e-7a3c-4d55-8f7a-0a6f0e1c2b3d" },
            new { typ = "roles", val = role },
        },
    }));

    private Task<PeykHost> StartAsync(params (string Name, string Value)[] settings) =>
        PeykHost.StartAsync(azurite.NewAccount(), settings.ToDictionary(s => s.Name.Replace(":", "__", StringComparison.Ordinal), s => s.Value));
}
