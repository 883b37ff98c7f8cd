namespace Peyk.Local.Simulator.Pages;

/// <summary>Finds Vazirmatn (OFL) in the npm package of that name.</summary>
internal sealed class FontFile(ProviderSimulatorOptions options)
{
    private const string Name = "vazirmatn/fonts/webfonts/Vazirmatn[wght].woff2";

    public Task<string?> FindAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = options.NodeModules is { } folder ? Path.Combine(folder, Name) : null;
        return Task.FromResult(File.Exists(path) ? path : null);
    }
}
