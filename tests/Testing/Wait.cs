namespace Peyk.Testing;

/// <summary>Waits for a condition, with a bound: tests never sleep for a guessed time.</summary>
public static class Wait
{
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <param name="condition">Asked every 25 ms.</param>
    /// <param name="timeout">Default two minutes: a busy machine may be slow.</param>
    /// <param name="what">What was waited for, in the failure's message.</param>
    /// <exception cref="TimeoutException">The condition did not come true.</exception>
    public static async Task UntilAsync(Func<Task<bool>> condition, TimeSpan? timeout = null, string what = "the condition")
    {
        var bound = timeout ?? Usual;
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > bound)
                throw new TimeoutException($"Waited {bound.TotalSeconds} s for {what}.");
            await Task.Delay(Pause);
        }
    }

    /// <inheritdoc cref="UntilAsync(Func{Task{bool}}, TimeSpan?, string)"/>
    public static Task UntilAsync(Func<bool> condition, TimeSpan? timeout = null, string what = "the condition") =>
        UntilAsync(() => Task.FromResult(condition()), timeout, what);
}
