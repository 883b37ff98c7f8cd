using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Runtime.Discovery;
using Peyk.Runtime.Hosting;
using Peyk.Runtime.Invocation;

namespace Peyk.Runtime.Tests.Invocation;

/// <summary>What the official worker's invocations are given.</summary>
public sealed class DeadlineContextTests : IDisposable
{
    private readonly CancellationTokenSource host = new();
    private readonly Activity activity = new("test");
    private readonly ServiceProvider services = new ServiceCollection()
        .AddSingleton(TimeProvider.System)
        .Configure<RuntimeOptions>(options => options.FunctionDeadline = TimeSpan.FromSeconds(1))
        .BuildServiceProvider();

    public void Dispose()
    {
        services.Dispose();
        activity.Dispose();
        host.Dispose();
    }

    [Fact]
    public async Task The_token_fires_at_the_deadline() =>
        await Should.ThrowAsync<OperationCanceledException>(() => DeadlineContext.Around(c => Task.Delay(Timeout.Infinite, c.CancellationToken))(Inner()));

    [Fact]
    public async Task The_token_fires_when_the_hosts_does() =>
        await DeadlineContext.Around(async c =>
        {
            await host.CancelAsync();
            c.CancellationToken.IsCancellationRequested.ShouldBeTrue();
        })(Inner());

    [Fact]
    public async Task All_else_is_the_hosts_own_context()
    {
        var inner = Inner();

        await DeadlineContext.Around(outer =>
        {
            outer.InvocationId.ShouldBe(inner.InvocationId);
            outer.FunctionId.ShouldBe(inner.FunctionId);
            outer.FunctionDefinition.ShouldBeSameAs(inner.FunctionDefinition);
            outer.Features.ShouldBeSameAs(inner.Features);
            outer.Items.ShouldBeSameAs(inner.Items);
            outer.InstanceServices.ShouldBeSameAs(inner.InstanceServices);
            outer.BindingContext.ShouldBeSameAs(inner.BindingContext);
            outer.TraceContext.ShouldBeSameAs(inner.TraceContext);
            outer.RetryContext.ShouldBeSameAs(inner.RetryContext);
            return Task.CompletedTask;
        })(inner);
    }

    private InvocationContext Inner()
    {
        var function = FunctionCatalog.Find([typeof(PlainFunctions)]).Functions[0];
        return new InvocationContext(function, new Trigger(new TimerInfo(), () => new Dictionary<string, object?>()), "id", services, activity, host.Token);
    }
}
