using System.Collections.Concurrent;
using System.Diagnostics;
using Peyk.Local;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.FunctionsHost;

/// <summary>The custom handler's process, started and ended as the Functions host does it.</summary>
internal sealed class HandlerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The host's own limit.</summary>
    private static readonly TimeSpan Initialization = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private HandlerProcess(ProcessStartInfo start, int port)
    {
        Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The way to it that only the host has.</summary>
    public HttpClient Http { get; }

    public string Output => string.Join('\n', _lines);

    /// <summary>Returns when it has given any answer to <c>GET /</c>.</summary>
    public static async Task<HandlerProcess> StartAsync(PublishedApp app, IReadOnlyDictionary<string, string> settings)
    {
        var description = app.HostJson["customHandler"]!["description"]!;
        var port = AppProcess.FreePort();
        var start = new ProcessStartInfo(app.PathOf((string)description["defaultExecutablePath"]!))
        {
            WorkingDirectory = app.PathOf((string)description["workingDirectory"]!),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in description["arguments"]!.AsArray())
            start.ArgumentList.Add((string)argument!);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        start.Environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = start.Environment["FUNCTIONS_HTTPWORKER_PORT"] = $"{port}";
        start.Environment["FUNCTIONS_CUSTOMHANDLER_WORKER_ID"] = start.Environment["FUNCTIONS_HTTPWORKER_ID"] = $"{Guid.NewGuid()}";
        start.Environment["FUNCTIONS_APP_ROOT_PATH"] = app.Folder;
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "custom";
        // The host is a web app itself, and its own address comes down to us.
        start.Environment["ASPNETCORE_URLS"] = "http://+:80";
        var handler = new HandlerProcess(start, port);
        await Wait.UntilAsync(handler.AnswersAsync, Initialization, "the handler's first answer; it said: " + handler.Output);
        return handler;
    }

    /// <summary>SIGTERM, and a wait until it has ended.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Http.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        if (_process.HasExited)
            throw new InvalidOperationException("The handler ended at once:\n" + Output);
        try
        {
            using var answer = await Http.GetAsync("/");
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
