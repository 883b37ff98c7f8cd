using Azure.Storage.Queues;

namespace Peyk.Runtime.Tests.Support;

internal static class TestQueue
{
    public static async Task<QueueClient> CreateAsync(string storage, string name)
    {
        var queue = new QueueClient(storage, name);
        await queue.CreateIfNotExistsAsync();
        return queue;
    }

    public static async Task PutAsync(this QueueClient queue, IEnumerable<string> messages)
    {
        foreach (var message in messages)
            await queue.SendMessageAsync(message);
    }

    public static async Task<int> CountAsync(this QueueClient queue) =>
        await queue.ExistsAsync() ? (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount : 0;
}
