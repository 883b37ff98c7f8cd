using System.Net;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Peyk.Functions.Shared.Settings;
using Peyk.Runtime;

namespace Peyk.Functions.Tests.Settings;

public sealed class VaultSettingsTests
{
    [Fact]
    public void Secrets_with_a_section_become_settings()
    {
        var settings = new VaultSettings(Client(new Vault
        {
            ["Peyk--MasterKeys"] = "2026:key",
            ["Twilio--AuthToken"] = "token",
            ["somebody-elses"] = "other",
        }));

        settings.Load();

        settings.TryGet("Peyk:MasterKeys", out var keys).ShouldBeTrue();
        keys.ShouldBe("2026:key");
        settings.TryGet("Twilio:AuthToken", out var token).ShouldBeTrue();
        token.ShouldBe("token");
        settings.GetChildKeys([], null).ShouldBe(["Peyk", "Twilio"], ignoreOrder: true);
    }

    [Fact]
    public void A_secret_that_is_disabled_is_left_out()
    {
        var settings = new VaultSettings(Client(new Vault { ["Peyk--SigningKey"] = Vault.Disabled }));

        settings.Load();

        settings.TryGet("Peyk:SigningKey", out _).ShouldBeFalse();
    }

    [Fact]
    public void A_vault_that_refuses_stops_the_start_and_tells_which_role_is_missing() =>
        Should.Throw<StartRefusedException>(new VaultSettings(Client(new Vault { Status = HttpStatusCode.Forbidden })).Load)
            .Message.ShouldBe("Peyk__KeyVaultUri: the vault refuses (403). Give the app's identity the role Key Vault Secrets User, and let its network in.");

    [Fact]
    public void A_vault_that_does_not_answer_stops_the_start_by_name() =>
        Should.Throw<StartRefusedException>(new VaultSettings(Client(new Vault { Status = HttpStatusCode.NotFound })).Load)
            .Message.ShouldStartWith("Peyk__KeyVaultUri: the vault could not be read");

    [Theory]
    [InlineData("kv-peyk")]
    [InlineData("http://kv.example/")]
    public void An_address_that_is_none_stops_the_start(string address)
    {
        var settings = new Microsoft.Extensions.Configuration.ConfigurationManager { ["Peyk:KeyVaultUri"] = address };

        Should.Throw<StartRefusedException>(() => VaultSettings.Add(settings)).Message.ShouldStartWith("Peyk__KeyVaultUri must be the vault's address");
    }

    private static SecretClient Client(Vault vault) => new(
        new Uri("https://kv.example/"),
        new AnyToken(),
        new SecretClientOptions { Transport = new HttpClientTransport(vault), DisableChallengeResourceVerification = true });

    /// <summary>The vault's REST API, as far as reading goes.</summary>
    private sealed class Vault : HttpMessageHandler
    {
        public const string Disabled = "(disabled)";

        private readonly Dictionary<string, string> _secrets = [];

        public string this[string name]
        {
            set => _secrets[name] = value;
        }

        public HttpStatusCode Status { get; init; } = HttpStatusCode.OK;

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Headers.Authorization is null)
                return Challenge();
            if (Status != HttpStatusCode.OK)
                return new(Status);
            var name = request.RequestUri!.Segments.ElementAtOrDefault(2)?.TrimEnd('/');
            return Json(name is null ? $$"""{"value":[{{string.Join(',', _secrets.Select(s => Describe(s.Key, s.Value)))}}]}""" : Describe(name, _secrets[name]));
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(Send(request, cancellationToken));

        private static string Describe(string name, string value) =>
            $$$"""{"id":"https://kv.example/secrets/{{{name}}}","value":"{{{value}}}","attributes":{"enabled":{{{(value == Disabled ? "false" : "true")}}}}}""";

        private static HttpResponseMessage Json(string body) => new(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

        private static HttpResponseMessage Challenge()
        {
            var answer = new HttpResponseMessage(HttpStatusCode.Unauthorized);
            answer.Headers.Add("WWW-Authenticate", "Bearer authorization=\"https://login.example/tenant\", resource=\"https://vault.example\"");
            return answer;
        }
    }

    private sealed class AnyToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new("token", TimeProvider.System.GetUtcNow().AddHours(1));

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
