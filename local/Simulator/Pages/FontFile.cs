namespace Peyk.Local.Simulator.Pages;

/// <summary>Finds Vazirmatn (OFL) in the npm package of that name, which is installed when it is asked for first.</summary>
internal sealed class FontFile(ProviderSimulatorOptions options)
{
    private const string Name = "vazirmatn/fonts/webfonts/Vazirmatn[wght].woff2";

    /// <returns>Null when npm could not install it; pages then use the fonts of the device.</returns>
    public async Task<string?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            var folder = options.NodeModules ?? await NpmPackages.EnsureAsync("local", cancellationToken);
            var path = Path.Combine(folder, Name);
            return File.Exists(path) ? path : null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or TimeoutException)
        {
            return null;
        }
    }
}
