using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Peyk.Runtime.Tests.Support;
using Peyk.Testing;

namespace Peyk.Runtime.Tests.Invocation;

public sealed class InvocationTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Each_request_has_a_scope_of_its_own_that_ends_with_it()
    {
        var setup = new Setup(typeof(ScopedFunctions))
        {
            Configure = builder => builder.Services.AddScoped<Scoped>(),
            Storage = azurite.NewAccount(),
        };
        await using var host = await TestHost.StartAsync(setup);

        (await host.Client.GetAsync("scoped")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.Client.GetAsync("scoped")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var scoped = setup.Seen.All.Cast<Scoped>().ToList();
        scoped.Distinct().Count().ShouldBe(2);
        await Wait.UntilAsync(() => scoped.TrueForAll(s => s.IsDisposed));
    }

    [Fact]
    public async Task Each_message_has_a_scope_of_its_own_that_ends_with_it()
    {
        var setup = new Setup(typeof(ScopedFunctions))
        {
            Configure = builder => builder.Services.AddScoped<Scoped>(),
            Storage = azurite.NewAccount(),
        };
        var queue = await TestQueue.CreateAsync(setup.Storage, "scoped");
        await queue.PutAsync(["a", "b"]);
        await using var host = await TestHost.StartAsync(setup);

        await setup.Seen.WaitForAsync(2);

        var scoped = setup.Seen.All.Cast<Scoped>().ToList();
        scoped.Distinct().Count().ShouldBe(2);
        await Wait.UntilAsync(() => scoped.TrueForAll(s => s.IsDisposed));
        await Wait.UntilAsync(async () => await queue.CountAsync() == 0);
    }

    [Fact]
    public async Task Middleware_runs_around_the_function_in_the_order_it_was_added()
    {
        var setup = new Setup(typeof(PlainFunctions))
        {
            Configure = builder => builder.UseFunctionMiddleware<Outer>().UseFunctionMiddleware<Inner>(),
        };
        await using var host = await TestHost.StartAsync(setup);

        (await host.Client.GetStringAsync("plain")).ShouldBe("plain");

        setup.Seen.All.ShouldBe(["outer in Plain", "inner in Plain", "function", "inner out", "outer out"]);
    }

    [Fact]
    public async Task Middleware_can_answer_in_the_functions_place()
    {
        var setup = new Setup(typeof(PlainFunctions)) { Configure = builder => builder.UseFunctionMiddleware<Gate>() };
        await using var host = await TestHost.StartAsync(setup);

        (await host.Client.GetAsync("plain")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        setup.Seen.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_function_that_runs_over_its_deadline_is_cancelled()
    {
        var setup = new Setup(typeof(PlainFunctions)) { Settings = ["Peyk:Runtime:FunctionDeadline=00:00:01"] };
        await using var host = await TestHost.StartAsync(setup);

        (await host.Client.GetAsync("endless")).StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);

        setup.Seen.All.ShouldBe(["begun", "cancelled"]);
    }

    [Fact]
    public async Task The_functionTimeout_of_host_json_is_the_upper_bound_of_the_deadline()
    {
        var setup = new Setup(typeof(PlainFunctions)) { Settings = ["AzureFunctionsJobHost:functionTimeout=00:00:01"] };
        await using var host = await TestHost.StartAsync(setup);

        (await host.Client.GetAsync("endless")).StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
    }

    [Fact]
    public async Task A_client_that_goes_away_cancels_its_function()
    {
        var setup = new Setup(typeof(PlainFunctions));
        await using var host = await TestHost.StartAsync(setup);
        using var leaving = new CancellationTokenSource();
        var request = host.Client.GetAsync("endless", leaving.Token);
        await setup.Seen.WaitForAsync(1);

        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => request);
        await setup.Seen.WaitForAsync(2);
    }

    [Fact]
    public async Task A_stop_lets_a_request_run_for_the_drain_time_and_then_cancels_it()
    {
        var setup = new Setup(typeof(PlainFunctions)) { Settings = ["Peyk:Runtime:DrainTimeout=00:00:01"] };
        var host = await TestHost.StartAsync(setup);
        using var client = new HttpClient { BaseAddress = host.Client.BaseAddress };
        var request = client.GetAsync("endless");
        await setup.Seen.WaitForAsync(1);

        await host.DisposeAsync();

        (await request).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Log_lines_carry_function_invocation_and_trace()
    {
        var logs = new Scopes();
        var setup = new Setup(typeof(PlainFunctions)) { Configure = builder => builder.Logging.AddProvider(logs) };
        await using var host = await TestHost.StartAsync(setup);
        using var request = new HttpRequestMessage(HttpMethod.Get, "plain");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        await host.Client.SendAsync(request);

        var scope = logs.OfLine("line");
        scope["FunctionName"].ShouldBe("Plain");
        Guid.TryParse(scope["InvocationId"]?.ToString(), out _).ShouldBeTrue();
        scope["traceparent"]!.ToString()!.ShouldStartWith("00-0af7651916cd43dd8448eb211c80319c-");
    }

    [Fact]
    public async Task Every_invocation_is_an_activity_of_the_runtimes_source()
    {
        var stopped = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == RuntimeTelemetry.Name,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = await TestHost.StartAsync(new Setup(typeof(PlainFunctions)));

        await host.Client.GetAsync("plain");

        await Wait.UntilAsync(() => stopped.Any(activity => activity.OperationName == "Plain"));
    }

    internal sealed class Outer(Seen seen) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            seen.Add($"outer in {context.FunctionDefinition.Name}");
            await next(context);
            seen.Add("outer out");
        }
    }

    internal sealed class Inner(Seen seen) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            seen.Add($"inner in {context.FunctionDefinition.Name}");
            await next(context);
            seen.Add("inner out");
        }
    }

    internal sealed class Gate : IFunctionsWorkerMiddleware
    {
        public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            context.GetHttpContext()!.Response.StatusCode = 403;
            return Task.CompletedTask;
        }
    }

    /// <summary>Keeps the scopes in which each line was logged.</summary>
    private sealed class Scopes : ILoggerProvider, ISupportExternalScope, ILogger
    {
        private readonly ConcurrentDictionary<string, Dictionary<string, object?>> lines = new();
        private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

        public Dictionary<string, object?> OfLine(string line) => lines[line];

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var all = new Dictionary<string, object?>();
            scopes.ForEachScope((scope, found) => (scope as IEnumerable<KeyValuePair<string, object?>>)?.ToList().ForEach(pair => found[pair.Key] = pair.Value), all);
            lines[formatter(state, exception)] = all;
        }

        public void Dispose()
        {
        }
    }
}
