using System.Diagnostics;

namespace Peyk.Local.Trial;

/// <summary>One thing that the trial shows.</summary>
/// <param name="Name">What is shown, as a sentence.</param>
/// <param name="RunAsync">Does it and throws when it is not so; gives what was seen, in a few words.</param>
public sealed record TrialStep(string Name, Func<CancellationToken, Task<string>> RunAsync);

/// <summary>A step that did not show what it should.</summary>
public sealed class TrialFailedException(string message) : Exception(message);

/// <summary>Runs steps one after the other and prints a line for each.</summary>
public static class TrialRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <returns>How many steps did not show what they should.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<TrialStep> steps, TextWriter output, CancellationToken cancellationToken)
    {
        var failed = 0;
        foreach (var step in steps)
        {
            var watch = Stopwatch.StartNew();
            try
            {
                using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                bound.CancelAfter(Patience);
                var seen = await step.RunAsync(bound.Token);
                await output.WriteLineAsync($"ok    {watch.Elapsed.TotalSeconds,5:0.0} s  {step.Name}: {seen}");
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                failed++;
                await output.WriteLineAsync($"FAIL  {watch.Elapsed.TotalSeconds,5:0.0} s  {step.Name}: {e.Message}");
            }
        }

        return failed;
    }

    /// <summary>Fails the step unless the condition holds.</summary>
    public static void Expect(bool condition, string what)
    {
        if (!condition)
            throw new TrialFailedException(what);
    }

    /// <summary>Asks until the answer is there, or the step's time is over.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T?>> ask, string what, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            while (true)
            {
                if (await ask() is { } answer)
                    return answer;
                await Task.Delay(50, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            throw new TrialFailedException($"waited {Patience.TotalSeconds:0} s for {what}");
        }
    }
}
