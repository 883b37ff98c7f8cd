using System.Diagnostics;
using Peyk.Local;

namespace Peyk.Bench.Startup;

/// <summary>One start of a published app as the custom handler that the Functions host would start.</summary>
/// <param name="FirstAnswer">From the start of the process to its first answer to <c>GET /</c>, which is when the host uses it.</param>
/// <param name="Cpu">What the process had used of the processor then: that depends little on what else the machine does.</param>
/// <param name="Memory">Resident then, in MiB.</param>
public sealed record HandlerStart(TimeSpan FirstAnswer, TimeSpan Cpu, double Memory)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <exception cref="InvalidOperationException">It did not answer in the host's 30 s; the message has its words.</exception>
    public static async Task<HandlerStart> MeasureAsync(string folder, IReadOnlyDictionary<string, string> settings)
    {
        var port = AppProcess.FreePort();
        var start = new ProcessStartInfo(Path.Combine(folder, "Peyk.Functions"))
        {
            WorkingDirectory = folder, UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        start.Environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = $"{port}";
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        var started = TimeProvider.System.GetTimestamp();
        using var process = Process.Start(start)!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            while (!await AnswersAsync(http))
            {
                if (process.HasExited || TimeProvider.System.GetElapsedTime(started) > Patience)
                {
                    await EndAsync(process);
                    throw new InvalidOperationException($"{folder} gave no answer.\n{string.Join('\n', await said)}");
                }

                await Task.Delay(Pause);
            }

            var taken = TimeProvider.System.GetElapsedTime(started);
            process.Refresh();
            return new(taken, process.TotalProcessorTime, process.WorkingSet64 / 1024.0 / 1024.0);
        }
        finally
        {
            await EndAsync(process);
            await said;
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync("/");
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
    }
}
