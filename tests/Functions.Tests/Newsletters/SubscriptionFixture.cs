using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Core.Deliveries;
using Peyk.Functions.Contacts;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Storage;
using Peyk.Local.Simulator;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Newsletters;

/// <summary>One app with a clock that can be set ahead, for tests that do not mind that others do so; each takes addresses of its own.</summary>
public sealed class SubscriptionFixture(AzuriteFixture azurite) : IAsyncLifetime
{
    public const string News = "benefits-news";
    public const string OtherTopic = "pensioners";

    private const string Never = "0 0 0 1 1 *";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private int _browsers;

    public PeykHost Host { get; private set; } = null!;

    public ApiUser Api { get; private set; } = null!;

    public ShiftedTime Time { get; } = new();

    public StorageFailure Failure { get; } = new();

    public static string Path(string topic = News) => $"/api/v1/newsletters/{topic}/subscriptions";

    public async ValueTask InitializeAsync()
    {
        var storage = azurite.NewAccount();
        var options = new TableClientOptions();
        options.AddPolicy(Failure, HttpPipelinePosition.PerCall);
        Host = await PeykHost.StartAsync(
            storage,
            new Dictionary<string, string>
            {
                ["SweepSchedule"] = Never, ["RetentionSchedule"] = Never, ["ReminderSchedule"] = Never, ["ErasureSchedule"] = Never,
                ["Peyk__TrustedProxyHops"] = "1", ["Peyk__TrackingGuesses"] = "5",
            },
            services =>
            {
                services.AddSingleton<TimeProvider>(Time);
                services.AddSingleton(new TableServiceClient(storage, options));
            },
            new() { EventWebhookPrivateKey = Convert.ToBase64String(_key.ExportPkcs8PrivateKey()) });
        Api = new ApiUser(Host.ClientWith(await Host.NewKeyAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Host.DisposeAsync();
        _key.Dispose();
    }

    public Task<HttpResponseMessage> PostAsync(JsonNode body, string? idempotencyKey = null, string topic = News, HttpClient? http = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Path(topic)) { Content = JsonContent.Create(body) };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        return (http ?? Api.Http).SendAsync(request);
    }

    /// <summary>Posts what must be answered with success, and gives the answer.</summary>
    public async Task<JsonObject> AcceptedAsync(JsonNode body, string? idempotencyKey = null, string topic = News)
    {
        using var answer = await PostAsync(body, idempotencyKey, topic);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)!.AsObject() : throw new InvalidOperationException($"{(int)answer.StatusCode}: {text}");
    }

    /// <summary>Somebody whose consent a client states, as of a moment; null for now.</summary>
    public JsonObject Confirmed(string email, DateTimeOffset? at = null) => new()
    {
        ["email"] = email,
        ["language"] = "en",
        ["confirmed"] = new JsonObject { ["at"] = (at ?? Time.GetUtcNow()).ToString("O"), ["proof"] = $"Form signed by {email}" },
    };

    public async Task<Subscription> SubscribedAsync(string email, string topic = News)
    {
        await AcceptedAsync(Confirmed(email), topic: topic);
        return (await FindAsync(email, topic))!;
    }

    public Task<Subscription?> FindAsync(string email, string topic = News, bool isTest = false) =>
        Host.Get<SubscriptionStore>().FindAsync(topic, isTest, Host.Get<AddressHashes>().Of(Channel.Email, email, isTest), default);

    public string UnsubscribePath(Subscription subscription) => new Uri(Host.Get<NewsletterLinks>().Unsubscribe(subscription.Id)).AbsolutePath;

    public string ConfirmPath(Subscription subscription) => new Uri(Host.Get<NewsletterLinks>().Confirm(subscription.Id)).AbsolutePath;

    /// <summary>A token that nobody made with our key, for an id that there is.</summary>
    public string Forged(PagePurpose purpose, Subscription subscription)
    {
        var token = Host.Get<PageTokens>().Make(purpose, subscription.Id);
        return token[..^1] + (token[^1] == 'A' ? 'B' : 'A');
    }

    public IEnumerable<SimulatedMail> MailsTo(string email) => Host.Simulator.Mails.Where(mail => mail.To == email);

    public Task<SimulatedMail> MailToAsync(string email, int count = 1) => MailAsync(email, count);

    /// <summary>Every row about newsletters, with its version.</summary>
    public async Task<List<string>> RowsAsync() => await Host.Tables.GetTableClient(Tables.Subscriptions)
        .QueryAsync<TableEntity>().Select(row => $"{row.PartitionKey} {row.RowKey} {row.ETag}").ToListAsync();

    /// <summary>A browser at an address of its own that follows no redirects.</summary>
    public HttpClient Citizen(string? address = null)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Host.Url };
        var number = Interlocked.Increment(ref _browsers);
        http.DefaultRequestHeaders.Add("X-Forwarded-For", address ?? $"198.51.{number / 250}.{1 + (number % 250)}");
        return http;
    }

    public async Task<(HttpStatusCode Status, string? Location, string Body)> SubmitAsync(string path, params (string Name, string Value)[] fields)
    {
        using var citizen = Citizen();
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using var answer = await citizen.PostAsync(path, form);
        return (answer.StatusCode, answer.Headers.Location?.OriginalString, await answer.Content.ReadAsStringAsync());
    }

    public Task<int> EventsAsync(params JsonObject[] events) => ProviderWebhooks.SendGridAsync(Host.Url, _key, new JsonArray([.. events]));

    private async Task<SimulatedMail> MailAsync(string email, int count)
    {
        await Wait.UntilAsync(() => Task.FromResult(MailsTo(email).Count() >= count), what: "the mail");
        return MailsTo(email).Last();
    }
}
