using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Peyk.Local;

/// <summary>
/// Installs what a folder's <c>package-lock.json</c> names into its <c>node_modules</c>, once; later calls cost a hash of the lock
/// file. Processes that ask at the same time wait for the one that installs.
/// </summary>
public static class NpmPackages
{
    private const string Stamp = ".installed-lock";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <param name="folder">A folder with a <c>package-lock.json</c>, relative to the repository (<c>local</c>, <c>tests</c>).</param>
    /// <param name="cancellationToken">Ends the waiting, and the installation.</param>
    /// <returns>The full path of <c>node_modules</c>.</returns>
    /// <exception cref="InvalidOperationException">npm is missing, or failed; the message has its words.</exception>
    /// <exception cref="TimeoutException">Neither we nor another process finished in ten minutes.</exception>
    public static async Task<string> EnsureAsync(string folder, CancellationToken cancellationToken = default)
    {
        var home = Path.Combine(Repository.Root, folder);
        var modules = Path.Combine(home, "node_modules");
        var wanted = await HashAsync(Path.Combine(home, "package-lock.json"), cancellationToken);
        if (IsInstalled(modules, wanted))
            return modules;

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        try
        {
            await using var held = await LockAsync(Path.Combine(home, ".npm-install.lock"), deadline.Token);
            if (!IsInstalled(modules, wanted))
            {
                await InstallAsync(home, deadline.Token);
                await File.WriteAllTextAsync(Path.Combine(modules, Stamp), wanted, deadline.Token);
            }
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"npm did not install {folder}/package-lock.json in {Patience.TotalMinutes} minutes.", late);
        }

        return modules;
    }

    private static bool IsInstalled(string modules, string wanted)
    {
        var stamp = Path.Combine(modules, Stamp);
        return File.Exists(stamp) && File.ReadAllText(stamp) == wanted;
    }

    private static async Task<string> HashAsync(string file, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(file);
        return Convert.ToHexString(await SHA256.HashDataAsync(content, cancellationToken));
    }

    // An open file that nobody else may open is a lock that the system takes back if we die.
    private static async Task<FileStream> LockAsync(string file, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.Asynchronous);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
    }

    private static async Task InstallAsync(string home, CancellationToken cancellationToken)
    {
        var npm = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        {
            WorkingDirectory = home,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Started(npm);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode != 0)
            throw new InvalidOperationException($"npm ci in {home} ended with {process.ExitCode}:\n{await output}\n{await errors}");
    }

    private static Process Started(ProcessStartInfo npm)
    {
        try
        {
            return Process.Start(npm)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException("npm was not found: the local environment needs Node.js 20 or later.", missing);
        }
    }
}
