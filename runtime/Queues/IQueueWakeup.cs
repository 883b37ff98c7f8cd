namespace Peyk.Runtime.Queues;

/// <summary>
/// Tells the listener of a queue in this same process that a message was put, so that it polls at once and not after its
/// back-off. Only a hint: under the Functions host, and for queues that nobody here listens to, it does nothing.
/// </summary>
public interface IQueueWakeup
{
    /// <param name="queueName">The name in storage, without <c>%</c>. Call it after the put has succeeded.</param>
    void Wake(string queueName);
}

/// <summary>For the ways to run in which the Functions host polls the queues.</summary>
public sealed class NoQueueWakeup : IQueueWakeup
{
    public void Wake(string queueName)
    {
    }
}
