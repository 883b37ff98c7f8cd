using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Peyk.Local;

namespace Peyk.Testing;

/// <summary>
/// Stoplight Prism as a validating proxy, a child process: requests and answers that break an OpenAPI document come back as
/// <c>application/problem+json</c> (4xx for a request, 500 for an answer) instead of passing. It does not see form fields
/// that the document lacks.
/// </summary>
public sealed partial class Prism : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly Process process;
    private readonly ConcurrentQueue<string> log = new();
    private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Prism(Process process)
    {
        this.process = process;
        _ = ReadAsync(process.StandardOutput);
        _ = ReadAsync(process.StandardError);
    }

    /// <summary>Where to call instead of the upstream.</summary>
    public Uri Address => address.Task.Result;

    /// <param name="document">Path of an OpenAPI document.</param>
    /// <param name="upstream">Whom the requests that keep to it are passed on to.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="InvalidOperationException">Prism ended at once, or node is missing.</exception>
    /// <exception cref="TimeoutException">It did not listen in 90 s.</exception>
    public static async Task<Prism> StartAsync(string document, Uri upstream, CancellationToken cancellationToken = default)
    {
        await NpmPackages.EnsureAsync("tests", cancellationToken);
        var prism = new Prism(Started(document, upstream));
        try
        {
            await prism.address.Task.WaitAsync(StartPatience, cancellationToken);
            return prism;
        }
        catch
        {
            await prism.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(StopPatience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private static Process Started(string document, Uri upstream)
    {
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = Path.GetTempPath(),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            Path.Combine(Repository.Root, "tests", "Testing", "prism.cjs"),
            "proxy", document, upstream.GetLeftPart(UriPartial.Authority), "--errors", "--port", "0",
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException("node was not found: the contract tests need Node.js 20 or later.", missing);
        }
    }

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            if (!address.Task.IsCompleted)
                log.Enqueue(line);
            if (Listening().Match(line) is { Success: true } match)
                address.TrySetResult(new Uri(match.Groups[1].Value));
        }

        address.TrySetException(new InvalidOperationException($"Prism ended before it listened:\n{string.Join('\n', log)}"));
    }

    [GeneratedRegex(@"listening on (http://\S+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
