using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Core.Addresses;
using Peyk.Core.Deliveries;
using Peyk.Core.Newsletters;
using Peyk.Functions.Clients;
using Peyk.Functions.Contacts;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Newsletters.Sending;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Testing;

/// <summary>Issues and subscribers straight in the stores, and the queue of batches worked off by hand: hints can come late, twice, or never.</summary>
public sealed class IssueDesk(IServiceProvider services)
{
    public const string Topic = "benefits-news";

    public static readonly IReadOnlyList<LanguageTag> Languages = [LanguageTag.Parse("fa"), LanguageTag.Parse("en")];

    private QueueClient Queue => services.GetRequiredService<QueueServiceClient>().GetQueueClient(Queues.IssueBatches);

    private IssueSending Sending => services.GetRequiredService<IssueSending>();

    /// <summary>Confirmed subscribers, in turn Persian and English.</summary>
    public Task SubscribeAsync(int count, int first = 0, bool isTest = false) =>
        services.GetRequiredService<SampleSubscriptions>().WriteAsync(Topic, isTest, count, Languages, default, first);

    /// <summary>A confirmed subscriber with an address of the test's choice.</summary>
    public async Task SubscribeAsync(string address, string language = "en", bool isTest = false)
    {
        var store = services.GetRequiredService<SubscriptionStore>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var hash = services.GetRequiredService<AddressHashes>().Of(Channel.Email, address, isTest);
        var id = SubscriptionRows.NewId(now, hash);
        var subscription = new Subscription(
            id, Topic, isTest, hash, SubscriptionState.Confirmed, LanguageTag.Parse(language), store.Seal(id, new(address, "Sara")))
        {
            Changes = [new(SubscriptionState.Confirmed, now, SubscriptionWay.Import)],
        };
        await store.AddNewAsync([subscription], 1, default);
    }

    /// <summary>An issue in two languages whose time has come.</summary>
    public async Task<Issue> AddAsync(Func<Issue, Issue>? change = null, bool isTest = false)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var texts = new Dictionary<string, IssueText>
        {
            ["fa"] = new("خبرنامه آذر", "# تازه‌ها\n\n{{recipient.name}}، مستمری‌ها افزایش یافت.", "آنچه تازه است"),
            ["en"] = new("News of December", "# News\n\nDear {{recipient.name}}, pensions rise.", "What is new"),
        };
        var issue = new Issue(
            Guid.CreateVersion7(now), Topic, new ApiClient("test", "key", new HashSet<string> { "newsletters" }, isTest), IssueState.Scheduled, Segment.Everybody,
            texts.ToDictionary(t => t.Key, t => t.Value.Subject), 1, now, now) { SendAt = now };
        issue = change?.Invoke(issue) ?? issue;
        if (!await services.GetRequiredService<IssueStore>().AddAsync(issue, new(texts), default))
            throw new InvalidOperationException("The issue is there already.");
        return issue;
    }

    public async Task<Issue> FindAsync(Guid issue) => (await services.GetRequiredService<IssueStore>().FindAsync(issue, default))!;

    /// <summary>Turns an issue as its client does.</summary>
    public async Task TurnAsync(Guid id, IssueState state)
    {
        var issues = services.GetRequiredService<IssueStore>();
        while (await issues.TryUpdateAsync((await FindAsync(id)) with { State = state, PausedBy = null }, default) is null)
        {
        }
    }

    public async Task<IssueProgress> ProgressAsync(Guid issue) =>
        await services.GetRequiredService<IssueProgressReader>().ReadAsync(await FindAsync(issue), default);

    /// <summary>Begins an issue as the timer does: its batches are cut, and the hints of the first ones wait.</summary>
    public Task LookAtAsync(Guid issue, bool isAsked = false) => Sending.LookAtAsync(issue, isAsked, default);

    /// <summary>The next hint that waits, taken off the queue; null when none does.</summary>
    public async Task<string?> TakeHintAsync()
    {
        if ((await Queue.ReceiveMessageAsync(TimeSpan.FromMinutes(5))).Value is not { } message)
            return null;
        await Queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        return message.MessageText;
    }

    public Task HandleAsync(string hint) => Sending.HandleAsync(hint, default);

    /// <summary>Handles hints, those that are put off for some seconds too, until an issue is sent.</summary>
    public Task SentAsync(Guid issue) => Wait.UntilAsync(
        async () =>
        {
            await WorkOffAsync();
            return (await FindAsync(issue)).State == IssueState.Sent;
        },
        TimeSpan.FromSeconds(60),
        "the issue to be sent");

    /// <summary>Handles every hint that waits, and those that come of them.</summary>
    public async Task WorkOffAsync()
    {
        while (await TakeHintAsync() is { } hint)
            await HandleAsync(hint);
    }
}
