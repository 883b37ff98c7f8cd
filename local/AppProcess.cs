using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Peyk.Local;

/// <summary>The function app as a process of its own, as it runs in production; its log goes to a file.</summary>
public sealed class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    private static readonly ConcurrentDictionary<int, byte> GivenPorts = new();

    private readonly Process _process;
    private readonly Task _log;

    private AppProcess(Process process, Uri url, string logFile)
    {
        _process = process;
        _log = Task.WhenAll(CopyAsync(process.StandardOutput, logFile), CopyAsync(process.StandardError, logFile + ".err"));
        Url = url;
        LogFile = logFile;
    }

    public Uri Url { get; }

    public string LogFile { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>
    /// A port on 127.0.0.1 that nobody uses at the moment, below the range from which the system takes ports for outgoing calls,
    /// so that none of those takes it before it is used. No port is given twice.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            if (GivenPorts.TryAdd(port, 0) && IsFree(port))
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        using var probe = new TcpListener(IPAddress.Loopback, port);
        try
        {
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Starts the app and returns when it answers.</summary>
    /// <param name="logFile">Its console output; what was in it is lost.</param>
    /// <exception cref="InvalidOperationException">It ended at once; the message has its words.</exception>
    /// <exception cref="TimeoutException">It did not answer in 60 s.</exception>
    public static async Task<AppProcess> StartAsync(
        int port, IEnumerable<KeyValuePair<string, string>> settings, string logFile, CancellationToken cancellationToken)
    {
        var url = new Uri($"http://127.0.0.1:{port}");
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Peyk.Functions.dll"), "--urls", url.ToString() },
            WorkingDirectory = AppContext.BaseDirectory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        Directory.CreateDirectory(Path.GetDirectoryName(logFile)!);
        var app = new AppProcess(Process.Start(start)!, url, logFile);
        try
        {
            await app.AnswersAsync(cancellationToken);
            return app;
        }
        catch
        {
            await app.KillAsync();
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it at once, as a crash would.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop, and waits until it has finished what it had begun.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
            using var patience = new CancellationTokenSource(StopPatience);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                await KillAsync();
            }
        }

        await _log;
        _process.Dispose();
    }

    private async Task AnswersAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Url };
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        var started = Stopwatch.StartNew();
        while (started.Elapsed < StartPatience)
        {
            if (_process.HasExited)
            {
                await _log;
                throw new InvalidOperationException($"The app ended at once:\n{await File.ReadAllTextAsync(LogFile + ".err", cancellationToken)}");
            }

            try
            {
                using var answer = await http.GetAsync("/health/ready", cancellationToken);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(50, cancellationToken);
        }

        throw new TimeoutException($"The app did not become ready in {StartPatience.TotalSeconds} s; its log is {LogFile}.");
    }

    private static async Task CopyAsync(StreamReader from, string file)
    {
        await using var to = new StreamWriter(file, append: false) { AutoFlush = true };
        while (await from.ReadLineAsync() is { } line)
            await to.WriteLineAsync(line);
    }
}
