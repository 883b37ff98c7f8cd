using Peyk.Functions.Contacts;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Batches;

public static class BatchServices
{
    public static IServiceCollection AddBatches(this IServiceCollection services)
    {
        services.AddSection<BatchOptions, BatchOptionsValidator>(BatchOptions.Section);
        services.AddSingleton<BatchStore>();
        services.AddSingleton<BatchHints>();
        services.AddSingleton<BatchChecks>();
        services.AddSingleton<BatchIntake>();
        services.AddSingleton<BatchWork>();
        services.AddSingleton<BatchControl>();
        services.AddSingleton<BatchUpkeep>();
        services.AddSingleton<IPersonalData, BatchPersonalData>();
        return services;
    }
}
