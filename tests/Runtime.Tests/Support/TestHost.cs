using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Peyk.Runtime.Hosting;

namespace Peyk.Runtime.Tests.Support;

/// <summary>A self-hosted runtime in this process with the functions of a few classes only.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private TestHost(WebApplication app)
    {
        this.app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => app.Services;

    public static async Task<TestHost> StartAsync(Setup setup)
    {
        var built = Build(setup);
        await built.StartAsync();
        return new TestHost(built);
    }

    public static WebApplication Build(Setup setup)
    {
        string[] args =
        [
            "--urls=http://127.0.0.1:0",
            "--AzureFunctionsJobHost:extensions:queues:visibilityTimeout=00:00:00",
            .. setup.Storage is null ? Array.Empty<string>() : [$"--AzureWebJobsStorage={setup.Storage}"],
            .. setup.Settings.Select(setting => "--" + setting),
        ];
        return SelfHosted.Build(args, typeof(TestHost).Assembly, setup.Functions, builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton(setup.Seen);
            setup.Configure(builder);
        });
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

/// <summary>What a <see cref="TestHost"/> is made of.</summary>
internal sealed record Setup(params Type[] Functions)
{
    /// <summary>What the functions under test report; shared by hosts that are given the same one.</summary>
    public Seen Seen { get; init; } = new();

    public string? Storage { get; init; }

    public string[] Settings { get; init; } = [];

    public Action<IHostApplicationBuilder> Configure { get; init; } = _ => { };
}
