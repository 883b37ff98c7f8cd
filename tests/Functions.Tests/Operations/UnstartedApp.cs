using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Peyk.Functions.Cli;
using Peyk.Runtime;

namespace Peyk.Functions.Tests.Operations;

/// <summary>The app put together from settings as a command does it, and not started.</summary>
internal sealed class UnstartedApp(WebApplication app) : IDisposable
{
    public IServiceProvider Services => app.Services;

    public static UnstartedApp Create(IReadOnlyDictionary<string, string> settings, Action<IServiceCollection>? configure = null) =>
        new(FunctionHost.BuildSelfHosted([], typeof(PeykApp).Assembly, builder =>
        {
            builder.Configuration.AddInMemoryCollection(
                settings.Select(s => KeyValuePair.Create(s.Key.Replace("__", ":", StringComparison.Ordinal), (string?)s.Value)));
            PeykApp.Configure(builder);
            builder.Logging.ClearProviders();
            configure?.Invoke(builder.Services);
        }));

    /// <summary>Runs a command; gives its exit code and all that it wrote.</summary>
    public async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        var output = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, () => Services, output, output);
        return (code, output.ToString());
    }

    public void Dispose() => ((IDisposable)app).Dispose();
}
