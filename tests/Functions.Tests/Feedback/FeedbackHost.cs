using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Feedback;

/// <summary>One app for the tests of feedback, whose clock can be set ahead; each test asks persons of its own.</summary>
public sealed partial class FeedbackHost(AzuriteFixture azurite) : IAsyncLifetime
{
    private int _persons;

    public PeykHost Host { get; private set; } = null!;

    public ApiUser Api { get; private set; } = null!;

    public ShiftedTime Clock { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Host = await PeykHost.StartAsync(
            azurite.NewAccount(),
            new Dictionary<string, string> { ["Feedback__Hasty"] = "00:00:00" },
            services => services.AddSingleton<TimeProvider>(Clock));
        Api = new ApiUser(Host.ClientWith(await Host.NewKeyAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Host.DisposeAsync();
    }

    public string NewEmail() => $"citizen{Interlocked.Increment(ref _persons)}@example.org";

    /// <summary>A valid request by e-mail; change what the test is about.</summary>
    public static JsonObject Request(string email, string survey = "csat") => new()
    {
        ["to"] = new JsonObject { ["email"] = email, ["language"] = "en" },
        ["survey"] = survey,
    };

    public async Task<JsonObject> PostAsync(JsonObject request, int status = 202, string? key = null, string query = "")
    {
        using var answer = await Api.PostAsync(request, key, $"/api/v1/feedback-requests{query}");
        var body = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBe(status, body);
        return JsonNode.Parse(body)!.AsObject();
    }

    /// <summary>Asks somebody and waits for the e-mail; gives the request's id and the address of its page.</summary>
    public async Task<(string Id, Uri Page)> AskAsync(string survey = "csat")
    {
        var email = NewEmail();
        var id = (await PostAsync(Request(email, survey)))["id"]!.GetValue<string>();
        await Api.FinalAsync(id);
        var mail = Host.Simulator.Mails.Last(m => m.To == email);
        return (id, new Uri(Host.Url, PageLink().Match(mail.Text!).Groups[1].Value));
    }

    public Task<JsonObject> FindAsync(string id) => Api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/feedback-requests/{id}")!;

    /// <summary>A citizen's browser that follows no redirects.</summary>
    public HttpClient Citizen() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Host.Url };

    /// <summary>Posts one page of the form.</summary>
    public async Task<HttpResponseMessage> AnswerAsync(Uri page, params (string Field, string Value)[] fields)
    {
        using var citizen = Citizen();
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Field, f.Value)));
        return await citizen.PostAsync(page, form);
    }

    [GeneratedRegex(@"(/f/[A-Za-z0-9_-]{32})")]
    private static partial Regex PageLink();
}
