using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Peyk.Runtime.Hosting;

namespace Peyk.Runtime.Invocation;

/// <summary>
/// An invocation of the official worker, with our deadline in its cancellation token. The Functions host has only one timeout for the
/// whole app, at which it ends the process and every invocation in it.
/// </summary>
internal sealed class DeadlineContext(FunctionContext inner, CancellationToken cancellationToken) : FunctionContext
{
    public override string InvocationId => inner.InvocationId;

    public override string FunctionId => inner.FunctionId;

    public override TraceContext TraceContext => inner.TraceContext;

    public override BindingContext BindingContext => inner.BindingContext;

    public override RetryContext RetryContext => inner.RetryContext;

    public override IServiceProvider InstanceServices { get => inner.InstanceServices; set => inner.InstanceServices = value; }

    public override FunctionDefinition FunctionDefinition => inner.FunctionDefinition;

    public override IDictionary<object, object> Items { get => inner.Items; set => inner.Items = value; }

    public override IInvocationFeatures Features => inner.Features;

    public override CancellationToken CancellationToken => cancellationToken;

    public static FunctionExecutionDelegate Around(FunctionExecutionDelegate next) => async context =>
    {
        var options = context.InstanceServices.GetRequiredService<IOptions<RuntimeOptions>>().Value;
        using var timeout = new CancellationTokenSource(options.FunctionDeadline, context.InstanceServices.GetRequiredService<TimeProvider>());
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.CancellationToken);
        await next(new DeadlineContext(context, linked.Token));
    };
}
