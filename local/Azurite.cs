using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Peyk.Local;

/// <param name="Blob">Port on 127.0.0.1; 0 takes a free one.</param>
/// <param name="Queue">Port on 127.0.0.1; 0 takes a free one.</param>
/// <param name="Table">Port on 127.0.0.1; 0 takes a free one.</param>
public sealed record AzuritePorts(int Blob, int Queue, int Table);

public sealed record AzuriteOptions
{
    /// <summary>Keeps what is stored in this folder, for the next start on it. Null, the default: in memory.</summary>
    public string? Folder { get; init; }

    /// <summary>Default: free ones. To restart on the same addresses, give the first instance's.</summary>
    public AzuritePorts Ports { get; init; } = new(0, 0, 0);

    /// <summary>How many accounts <see cref="Azurite.NewAccount"/> can hand out. Default 1000.</summary>
    public int Accounts { get; init; } = 1000;
}

/// <summary>
/// The storage emulator as a child process, installed from npm when needed. It ends with this object, and by itself if this
/// process dies.
/// </summary>
public sealed partial class Azurite : IAsyncDisposable
{
    private const string DevelopmentAccount = "devstoreaccount1";

    // Known to everybody, from Azurite's README.
    private const string DevelopmentKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly Process process;
    private readonly string accountKey;
    private readonly int accounts;
    private int accountsGiven;

    private Azurite(Process process, AzuritePorts ports, string accountKey, int accounts)
    {
        this.process = process;
        this.accountKey = accountKey;
        this.accounts = accounts;
        Ports = ports;
    }

    public AzuritePorts Ports { get; }

    public int ProcessId => process.Id;

    /// <summary>The well-known development account.</summary>
    public string ConnectionString => ConnectionStringOf(DevelopmentAccount, DevelopmentKey);

    /// <exception cref="InvalidOperationException">Azurite ended at once; the message has its words.</exception>
    /// <exception cref="TimeoutException">Its three ports did not open in 60 s.</exception>
    public static async Task<Azurite> StartAsync(AzuriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new AzuriteOptions();
        await NpmPackages.EnsureAsync("local", cancellationToken);

        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
        var started = Started(CommandOf(options, key));
        try
        {
            return new Azurite(started, await PortsOfAsync(started, cancellationToken), key, options.Accounts);
        }
        catch
        {
            started.Kill(entireProcessTree: true);
            started.Dispose();
            throw;
        }
    }

    /// <summary>An account that nobody else has: what one test stores, no other sees.</summary>
    /// <returns>Its connection string.</returns>
    /// <exception cref="InvalidOperationException"><see cref="AzuriteOptions.Accounts"/> are used up.</exception>
    public string NewAccount()
    {
        var number = Interlocked.Increment(ref accountsGiven);
        return number <= accounts
            ? ConnectionStringOf($"peyk{number}", accountKey)
            : throw new InvalidOperationException($"All {accounts} accounts are given away: set AzuriteOptions.Accounts.");
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

    private static ProcessStartInfo CommandOf(AzuriteOptions options, string key)
    {
        var local = Path.Combine(Repository.Root, "local");
        var node = new ProcessStartInfo("node")
        {
            WorkingDirectory = options.Folder is null ? Path.GetTempPath() : Directory.CreateDirectory(options.Folder).FullName,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        node.ArgumentList.Add(Path.Combine(local, "azurite.cjs"));
        string[] persistence = options.Folder is null ? ["--inMemoryPersistence"] : ["--location", node.WorkingDirectory];
        string[] arguments =
        [
            .. persistence, "--silent", "--skipApiVersionCheck", "--disableTelemetry",
            "--blobPort", Text(options.Ports.Blob), "--queuePort", Text(options.Ports.Queue), "--tablePort", Text(options.Ports.Table),
        ];
        foreach (var argument in arguments)
            node.ArgumentList.Add(argument);

        node.Environment["AZURITE_ACCOUNTS"] = $"{DevelopmentAccount}:{DevelopmentKey}";
        node.Environment["PEYK_TEST_ACCOUNTS"] = Text(options.Accounts);
        node.Environment["PEYK_TEST_ACCOUNT_KEY"] = key;
        return node;
    }

    private static Process Started(ProcessStartInfo node)
    {
        try
        {
            return Process.Start(node)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException("node was not found: the local environment needs Node.js 20 or later.", missing);
        }
    }

    // Azurite takes the ports itself and says which, so that no other process can come between choosing and opening.
    private static async Task<AzuritePorts> PortsOfAsync(Process process, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, int>();
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(StartPatience);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
            {
                if (Listening().Match(line) is { Success: true } match)
                    found[match.Groups["service"].Value] = int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture);
                if (found.Count < 3)
                    continue;

                // What it prints later must be read, or it would block once the pipe is full.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return new AzuritePorts(found["Blob"], found["Queue"], found["Table"]);
            }
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Azurite did not open its ports in {StartPatience.TotalSeconds} s.", late);
        }

        throw new InvalidOperationException($"Azurite ended before it opened its ports: {await errors}");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string ConnectionStringOf(string account, string key) =>
        $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={key};"
        + $"BlobEndpoint=http://127.0.0.1:{Ports.Blob}/{account};"
        + $"QueueEndpoint=http://127.0.0.1:{Ports.Queue}/{account};"
        + $"TableEndpoint=http://127.0.0.1:{Ports.Table}/{account};";

    [GeneratedRegex(@"Azurite (?<service>Blob|Queue|Table) service is successfully listening at https?://[^:]+:(?<port>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listening();
}
