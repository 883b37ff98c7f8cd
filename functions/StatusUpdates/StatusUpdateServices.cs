using Peyk.Functions.Shared.Intake;
using Peyk.Functions.StatusUpdates.Tracking;

namespace Peyk.Functions.StatusUpdates;

public static class StatusUpdateServices
{
    public static IServiceCollection AddStatusUpdates(this IServiceCollection services)
    {
        services.AddSingleton<CaseStore>();
        services.AddSingleton<CaseRegister>();
        services.AddSingleton<StatusUpdateIntake>();
        services.AddSingleton<INotificationKind>(s => s.GetRequiredService<StatusUpdateIntake>());
        services.AddSingleton<CaseTracker>();
        services.AddSingleton<TrackingPages>();
        return services;
    }
}
