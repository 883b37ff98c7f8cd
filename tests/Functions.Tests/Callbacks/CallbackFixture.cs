using Azure.Core;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Functions.Callbacks;
using Peyk.Functions.Cli;
using Peyk.Functions.Clients;
using Peyk.Functions.Feed;
using Peyk.Functions.Shared.Storage;
using Peyk.Runtime;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Callbacks;

/// <summary>One app for the tests of a class, whose clock they set ahead and whose timer they are. Each test takes a client of its own.</summary>
public sealed class CallbackFixture(AzuriteFixture azurite) : IAsyncLifetime
{
    public ShiftedTime Time { get; } = new();

    public StorageFailure Storage { get; } = new();

    public PeykHost Host { get; private set; } = null!;

    /// <summary>After this an attempt that never ended counts as lost.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromSeconds(46);

    public DateTimeOffset Now => Time.GetUtcNow();

    internal CallbackStore Store => Host.Get<CallbackStore>();

    public async ValueTask InitializeAsync() => Host = await PeykHost.StartAsync(
        azurite.NewAccount(),
        new Dictionary<string, string>
        {
            ["CallbackSchedule"] = "0 0 0 1 1 *",
            ["Callbacks__Timeout"] = "00:00:25", // A busy machine must not look like a slow endpoint.
            ["AzureFunctionsJobHost__extensions__queues__visibilityTimeout"] = "00:00:01",
        },
        services =>
        {
            services.AddSingleton<TimeProvider>(Time);
            services.AddSingleton(new CallbackNetwork(isDevelopment: true));
            services.AddSingleton(s => s.GetRequiredService<StorageConnection>().CreateTables(o => o.AddPolicy(Storage, HttpPipelinePosition.PerCall)));
        });

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    public async Task<ApiUser> UserAsync(string client, params string[] scopes) => new(Host.ClientWith(await Host.NewKeyAsync(client, scopes)));

    /// <summary>A client with an endpoint, set by the command line; gives its secret.</summary>
    public async Task<string> SetAsync(string client, Uri address)
    {
        if (!await Host.Get<ApiKeys>().KnowsAsync(client, default))
            await Host.NewKeyAsync(client);
        var (code, output) = await RunAsync("callbacks", "set", "--client", client, "--url", address.ToString());
        code.ShouldBe(0, output);
        return output.Trim();
    }

    public async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        var output = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, () => Host.Services, output, new StringWriter());
        return (code, output.ToString());
    }

    /// <summary>Takes test events in that are due now; nothing is hinted at.</summary>
    internal async Task<List<Callback>> AddAsync(string client, int count = 1)
    {
        var added = Enumerable.Range(0, count).Select(_ => Callback.Of(client, Host.Get<CallbackEvents>().Test(client), Now)).ToList();
        foreach (var callback in added)
            await Store.AddAsync(callback, default);
        return added;
    }

    public Task PumpAsync(string client) => Host.Get<CallbackPump>().RunAsync(client, default);

    internal async Task<Callback> FindAsync(Callback callback) => (await Store.FindAsync(callback.Client, callback.Event.Id, default))!;

    internal async Task<IReadOnlyList<Callback>> ListAsync(string client, CallbackStatus? status = null) =>
        (await Store.ListAsync(client, status, null, 1000, default)).Items;

    /// <summary>As the timer does, once everything in the feed is old enough to be shown.</summary>
    public async Task CollectAsync()
    {
        Time.Advance(FeedReader.Settling + TimeSpan.FromSeconds(1));
        await Host.Get<CallbackCollector>().RunAsync(default);
    }

    public static async Task<string> FinalAsync(ApiUser api, string mobile)
    {
        var id = await api.AcceptedAsync(ApiUser.StatusUpdate(mobile, policy: "only"));
        await api.FinalAsync(id);
        return id;
    }
}
