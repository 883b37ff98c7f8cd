using Peyk.Functions.Operations.Checks;
using Peyk.Functions.Shared.Settings;
using Peyk.Runtime.Hosting;
using Microsoft.Extensions.Options;

namespace Peyk.Functions.Operations;

public static class OperationsServices
{
    /// <summary>What operators use: readiness, dead letters, the doctor and the set-up of providers.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddSingleton<Readiness>();
        services.AddSingleton<QueueLengths>();
        services.AddSingleton<DeadLetterStore>();
        services.AddSingleton<DeadLetterDesk>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<Doctor>();
        services.AddSingleton(new SettingsSection(RuntimeOptions.Section, typeof(RuntimeOptions), s => s.GetRequiredService<IOptions<RuntimeOptions>>().Value));
        foreach (var client in new[] { Doctor.ProviderClient, AddressCheck.HttpClient })
        {
            // No redirects: credentials go to the address that is configured. No logs: they hold account ids.
            services.AddHttpClient(client).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false }).RemoveAllLoggers();
        }

        return services;
    }
}
