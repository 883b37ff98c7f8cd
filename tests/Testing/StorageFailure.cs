using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Peyk.Testing;

/// <summary>
/// Breaks one storage call as a crash would: just before it leaves, or when it has done its work and before anybody learns of it.
/// Add it to a client's options at <see cref="HttpPipelinePosition.PerCall"/>.
/// </summary>
public sealed class StorageFailure : HttpPipelinePolicy
{
    private string? _text;
    private bool _after;
    private bool _always;
    private int _broken;

    /// <summary>How many calls were broken.</summary>
    public int Broken => Volatile.Read(ref _broken);

    /// <summary>Breaks the next call whose body holds a text.</summary>
    /// <param name="text">As it stands in the request.</param>
    /// <param name="after">Whether the service still gets it.</param>
    public void BreakNext(string text, bool after) => (_always, _after, _text) = (false, after, text);

    /// <summary>Breaks every such call before it leaves, until <see cref="Heal"/>.</summary>
    public void BreakAll(string text) => (_always, _after, _text) = (true, false, text);

    public void Heal() => _text = null;

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var isIt = await IsItAsync(message.Request);
        if (isIt && !_after)
            throw Break();
        await ProcessNextAsync(message, pipeline);
        if (isIt)
            throw Break();
    }

    private async Task<bool> IsItAsync(Request request)
    {
        var text = _text;
        if (text is null || request.Content is null)
            return false;
        using var body = new MemoryStream();
        await request.Content.WriteToAsync(body, default);
        return Encoding.UTF8.GetString(body.ToArray()).Contains(text, StringComparison.Ordinal)
            && (_always || Interlocked.CompareExchange(ref _text, null, text) == text);
    }

    private InvalidOperationException Break()
    {
        Interlocked.Increment(ref _broken);
        return new("Broken by the test.");
    }
}
