using Microsoft.Extensions.Options;
using Peyk.Functions.Contacts;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Reminders;

public static class ReminderServices
{
    public static IServiceCollection AddReminders(this IServiceCollection services)
    {
        services.AddSection<ReminderOptions, ReminderOptionsValidator>(ReminderOptions.Section);
        services.AddSingleton<IStopCondition, CaseStepCondition>();
        services.AddSingleton<StopConditions>();
        services.AddSingleton<ReminderStore>();
        services.AddSingleton<ReminderSchedule>();
        services.AddSingleton<ReminderRetention>();
        services.AddSingleton<ReminderKeyRotation>();
        services.AddSingleton<ReminderComposer>();
        services.AddSingleton<ReminderViews>();
        services.AddSingleton<ReminderDrafts>();
        services.AddSingleton<ReminderFiring>();
        services.AddSingleton<ReminderRelease>();
        services.AddSingleton<ReminderChanges>();
        services.AddSingleton<ReminderReader>();
        services.AddSingleton<IPersonalData, ReminderPersons>();
        services.AddSingleton<ReminderIntake>();
        services.AddSingleton<INotificationKind>(s => s.GetRequiredService<ReminderIntake>());
        return services;
    }
}
