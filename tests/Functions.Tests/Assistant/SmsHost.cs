using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Core.Deliveries;
using Peyk.Functions.Assistant;
using Peyk.Functions.Callbacks;
using Peyk.Functions.Contacts;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Assistant;

/// <summary>One app with its simulated phones, whose clock can be set ahead; each test takes a number of its own.</summary>
public class SmsHost(AzuriteFixture azurite) : IAsyncLifetime
{
    public const string UnitEmail = "unit@example.org";
    public const string HeadEmail = "head@example.org";

    private int _phones;

    public PeykHost Host { get; private set; } = null!;

    public ApiUser Api { get; private set; } = null!;

    public ShiftedTime Clock { get; } = new();

    public StorageFailure Failure { get; } = new();

    protected virtual Dictionary<string, string> Settings => new()
    {
        ["Feedback__Hasty"] = "00:00:00",
        ["Feedback__QuietPeriod"] = "00:00:00",
        ["Contacts__QuietHours"] = "none", // Whenever the tests run.
        // A hint that was lost with a crash is put again soon.
        ["Delivery__HintGrace"] = "00:00:01",
        ["SweepSchedule"] = "* * * * * *",
        ["Complaints__UnitEmail"] = UnitEmail,
        ["Complaints__EscalationEmail"] = HeadEmail,
    };

    public async ValueTask InitializeAsync()
    {
        var storage = azurite.NewAccount();
        var options = new TableClientOptions();
        options.AddPolicy(Failure, HttpPipelinePosition.PerCall);
        Host = await PeykHost.StartAsync(
            storage,
            Settings,
            services =>
    {
                services.AddSingleton<TimeProvider>(Clock);
                services.AddSingleton(new CallbackNetwork(isDevelopment: true));
                services.AddSingleton(new TableServiceClient(storage, options));
            });
        Api = new ApiUser(Host.ClientWith(await Host.NewKeyAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Host.DisposeAsync();
    }

    public string NewPhone() => $"+98913{Interlocked.Increment(ref _phones):D7}";

    /// <summary>What a phone was sent by us, oldest first.</summary>
    public IReadOnlyList<string> Texts(string phone) =>
        [.. Host.Simulator.Messages.Where(m => m.To == phone && m.Direction == "outbound-api").Select(m => m.Body)];

    /// <summary>Waits until a phone was sent so many messages, and gives the last.</summary>
    public async Task<string> TextAsync(string phone, int count)
    {
        await Wait.UntilAsync(() => Texts(phone).Count >= count, what: $"message {count}; there are {Texts(phone).Count}");
        return Texts(phone)[count - 1];
    }

    /// <summary>Puts a survey to a phone and waits for its question; gives the request's id.</summary>
    public async Task<string> AskAsync(string phone, string language = "fa", TimeSpan? expiresIn = null)
    {
        var before = Texts(phone).Count;
        var id = await PostAsync(phone, language, expiresIn);
        await TextAsync(phone, before + 1);
        await Api.FinalAsync(id); // An answer before the provider's word on the question would be hasty.
        return id;
    }

    public async Task<string> PostAsync(string phone, string language = "fa", TimeSpan? expiresIn = null)
    {
        var request = new JsonObject { ["to"] = new JsonObject { ["mobile"] = phone, ["language"] = language }, ["survey"] = "service-sms", ["remind"] = false };
        if (expiresIn is { } period)
            request["expiresAt"] = (Clock.GetUtcNow() + period).ToString("O");
        using var answer = await Api.PostAsync(request, path: "/api/v1/feedback-requests");
        var body = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBe(202, body);
        return JsonNode.Parse(body)!["id"]!.GetValue<string>();
    }

    public Task<JsonObject> RequestAsync(string id) => Api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/feedback-requests/{id}")!;

    /// <summary>The answers to a request, oldest first: item, score and flags.</summary>
    public async Task<IReadOnlyList<string>> AnswersAsync(string id) =>
        [.. (await RequestAsync(id))["answers"]!.AsArray().Select(a => $"{a!["item"]} {a["score"]} {string.Join(',', a["flags"]!.AsArray())}".Trim())];

    /// <summary>A citizen texts; waits until that is handled and gives what it was taken for.</summary>
    public async Task<InboundOutcome> SayAsync(string phone, string text)
    {
        var sent = await Host.Simulator.ReplyAsync(phone, text);
        sent.WebhookStatus.ShouldBe(200);
        return await OutcomeAsync(phone, sent.Sid);
    }

    /// <summary>Waits until a text is handled and gives what it was taken for.</summary>
    public async Task<InboundOutcome> OutcomeAsync(string phone, string sid)
    {
        InboundSms? sms = null;
        await Wait.UntilAsync(
            async () => (sms = await FindAsync(phone, sid)) is { IsHandled: true }, what: $"the handling of {sid}, which is {sms?.Decision?.Outcome}");
        return sms!.Decision!.Outcome;
    }

    public Task<InboundSms?> FindAsync(string phone, string sid) => Host.Get<Conversations>().FindAsync(Sender(phone), sid, default);

    public string Sender(string phone) => Host.Get<AddressHashes>().Of(Channel.Sms, phone, isTest: false);

    /// <summary>Keeps a text as the webhook does, without a hint: the test handles it.</summary>
    public async Task<string> KeepAsync(string phone, string text, string? optOutType = null)
    {
        var sid = $"SM{Guid.NewGuid():N}";
        await Host.Get<Conversations>().AddAsync(
            new(Sender(phone), sid, "MG1", Clock.GetUtcNow(), new(phone, "+15005550006", text, 0, optOutType), Decision: null, IsHandled: false), default);
        return sid;
    }

    public Task HandleAsync(string phone, string sid) => Host.Get<InboundHandler>().HandleAsync(Sender(phone), sid, default);
}
