using Azure.Core;
using Azure.Core.Pipeline;

namespace Peyk.Functions.Tests.Operations;

/// <summary>Lets a test step in just before a row of a table is deleted, by a fault or by what somebody else does meanwhile.</summary>
internal sealed class DeletionHook(string table) : HttpPipelinePolicy
{
    private Func<Task>? _before;

    /// <summary>Runs once, before the next deletion.</summary>
    public void BeforeNext(Func<Task> before) => _before = before;

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (message.Request.Method == RequestMethod.Delete && message.Request.Uri.Path.Contains(table, StringComparison.Ordinal)
            && Interlocked.Exchange(ref _before, null) is { } before)
            await before();
        await ProcessNextAsync(message, pipeline);
    }
}
