using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Peyk.Runtime.CustomHandler;
using Peyk.Runtime.Hosting;

namespace Peyk.Runtime.Tests.Support;

/// <summary>A runtime in this process with the functions of a few classes only.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private delegate WebApplication Way(string[] args, Assembly functions, IEnumerable<Type> types, Action<IHostApplicationBuilder> configure);

    private TestHost(WebApplication app)
    {
        this.app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => app.Services;

    /// <summary>Self-hosted.</summary>
    public static Task<TestHost> StartAsync(Setup setup) => StartAsync(Build(setup));

    /// <summary>As a custom handler.</summary>
    public static Task<TestHost> StartHandlerAsync(Setup setup) => StartAsync(BuildHandler(setup));

    public static WebApplication Build(Setup setup) => Build(setup, SelfHosted.Build, "urls=http://127.0.0.1:0");

    public static WebApplication BuildHandler(Setup setup) => Build(setup, CustomHandlers.Build, "FUNCTIONS_CUSTOMHANDLER_PORT=0");

    private static async Task<TestHost> StartAsync(WebApplication built)
    {
        await built.StartAsync();
        return new TestHost(built);
    }

    private static WebApplication Build(Setup setup, Way way, string address)
    {
        string[] args =
        [
            "--" + address,
            "--AzureFunctionsJobHost:extensions:queues:visibilityTimeout=00:00:00",
            .. setup.Storage is null ? Array.Empty<string>() : [$"--AzureWebJobsStorage={setup.Storage}"],
            .. setup.Settings.Select(setting => "--" + setting),
        ];
        return way(args, typeof(TestHost).Assembly, setup.Functions, builder =>
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
