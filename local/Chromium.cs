using System.Diagnostics;

namespace Peyk.Local;

/// <summary>Debian's Chromium, installed with <c>apt-get</c> where it is missing and we may.</summary>
public static class Chromium
{
    public const string Path = "/usr/bin/chromium";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <returns>Why there is none; null when there is.</returns>
    public static async Task<string?> EnsureAsync(CancellationToken cancellationToken = default)
    {
        if (File.Exists(Path))
            return null;
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/apt-get") || Environment.UserName != "root")
            return $"{Path} is missing, and only root on Debian can install it.";
        foreach (var arguments in (string[][])[["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]])
        {
            var (exitCode, errors) = await RunAsync("/usr/bin/apt-get", arguments, cancellationToken);
            if (exitCode != 0)
                return $"apt-get {arguments[0]} ended with {exitCode}: {errors}";
        }

        return File.Exists(Path) ? null : $"apt-get installed no {Path}.";
    }

    /// <summary>Takes a picture of a page, scripts run, as wide and high as said.</summary>
    /// <exception cref="InvalidOperationException">There is no picture; the message has the browser's words.</exception>
    public static async Task PictureAsync(Uri page, string file, int width, int height, CancellationToken cancellationToken)
    {
        using var profile = new TemporaryFolder();
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(Patience);
        var (_, errors) = await RunAsync(
            Path,
            ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", $"--user-data-dir={profile.Path}", $"--window-size={width},{height}",
                "--virtual-time-budget=5000", $"--screenshot={file}", page.ToString()],
            bound.Token);
        if (!File.Exists(file))
            throw new InvalidOperationException($"Chromium made no picture: {errors}");
    }

    private static async Task<(int ExitCode, string Errors)> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" },
        };
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
            await output;
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("peyk-chromium-").FullName;

        public void Dispose()
        {
            try
            {
                Directory.Delete(Path, recursive: true);
            }
            catch (IOException)
            {
                // The browser's last process still writes; the system clears its folder of temporary files.
            }
        }
    }
}
