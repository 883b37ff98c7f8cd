namespace Peyk.Local.Simulator.Pages;

/// <summary>Finds Vazirmatn (OFL) in the npm package of that name, which is installed when it is asked for first.</summary>
internal sealed class FontFile(ProviderSimulatorOptions options)
{
    private const string Name = "vazirmatn/fonts/webfonts/Vazirmatn[wght].woff2";

    // One for all requests and ended by none: a page that is closed must not stop npm half-way.
    private readonly Lazy<Task<string?>> _path = new(() => FindAsync(options));

    /// <returns>Null when npm could not install it; pages then use the fonts of the device.</returns>
    public Task<string?> FindAsync(CancellationToken cancellationToken) => _path.Value.WaitAsync(cancellationToken);

    private static async Task<string?> FindAsync(ProviderSimulatorOptions options)
    {
        try
        {
            var path = Path.Combine(options.NodeModules ?? await NpmPackages.EnsureAsync("local"), Name);
            return File.Exists(path) ? path : null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or TimeoutException or IOException)
        {
            return null;
        }
    }
}
