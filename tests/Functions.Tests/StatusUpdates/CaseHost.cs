using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Testing;

namespace Peyk.Functions.Tests.StatusUpdates;

/// <summary>One app for the tests of cases; each test opens cases of its own.</summary>
public sealed class CaseHost(AzuriteFixture azurite) : IAsyncLifetime
{
    public PeykHost Host { get; private set; } = null!;

    public ApiUser Api { get; private set; } = null!;

    internal TableTraffic Traffic { get; } = new();

    public async ValueTask InitializeAsync()
    {
        var storage = azurite.NewAccount();
        var options = new TableClientOptions();
        options.AddPolicy(Traffic, HttpPipelinePosition.PerCall);
        Host = await PeykHost.StartAsync(
            storage,
            new Dictionary<string, string> { ["Peyk__TrustedProxyHops"] = "1", ["Peyk__TrackingGuesses"] = "5", ["SweepSchedule"] = "0 0 0 1 1 *" },
            services => services.AddSingleton(new TableServiceClient(storage, options)));
        Api = new ApiUser(Host.ClientWith(await Host.NewKeyAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Host.DisposeAsync();
    }

    /// <summary>An update by SMS about a step.</summary>
    public static JsonObject Update(string step = "documents-received", string? code = null, string? occurredAt = null, string language = "en")
    {
        var update = ApiUser.StatusUpdate("+989121234567", language: language);
        update["case"]!["step"] = step;
        if (code is not null)
            update["case"]!["code"] = code;
        if (occurredAt is not null)
            update["case"]!["occurredAt"] = occurredAt;
        return update;
    }

    /// <summary>Posts what must be accepted; gives the whole answer.</summary>
    public async Task<JsonObject> AcceptAsync(JsonObject update, string? idempotencyKey = null)
    {
        using var answer = await Api.PostAsync(update, idempotencyKey);
        ((int)answer.StatusCode).ShouldBe(202, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    /// <summary>Posts what opens a case; gives its code.</summary>
    public async Task<string> OpenAsync(JsonObject? update = null) => Code(await AcceptAsync(update ?? Update()));

    public static string Code(JsonObject answer) => answer["case"]!["code"]!.GetValue<string>();

    /// <summary>A browser at an address of its own that follows no redirects.</summary>
    public HttpClient Citizen(string address)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Host.Url };
        http.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return http;
    }

    /// <summary>The tracking page as text; the case must be there.</summary>
    public async Task<string> PageAsync(string code, string language = "en")
    {
        using var citizen = Citizen("192.0.2.1");
        return await citizen.GetStringAsync($"/t/{code}?lang={language}");
    }
}
