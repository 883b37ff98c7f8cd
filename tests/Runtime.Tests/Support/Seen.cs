using System.Collections.Concurrent;

namespace Peyk.Runtime.Tests.Support;

/// <summary>Functions under test say here what they got.</summary>
public sealed class Seen
{
    private readonly ConcurrentQueue<object> items = new();

    public IReadOnlyList<object> All => [.. items];

    public void Add(object item) => items.Enqueue(item);

    public Task WaitForAsync(int count) => Peyk.Testing.Wait.UntilAsync(() => items.Count >= count, what: $"{count} runs, saw {items.Count}");
}
