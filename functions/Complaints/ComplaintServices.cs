using Peyk.Functions.Contacts;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Complaints;

public static class ComplaintServices
{
    public static IServiceCollection AddComplaints(this IServiceCollection services)
    {
        services.AddSection<ComplaintOptions, ComplaintOptionsValidator>(ComplaintOptions.Section);
        services.AddSingleton<ComplaintStore>();
        services.AddSingleton<ComplaintUnits>();
        services.AddSingleton<ComplaintCodes>();
        services.AddSingleton<ComplaintMessages>();
        services.AddSingleton<RecoveryQuestion>();
        services.AddSingleton<ComplaintCallbacks>();
        services.AddSingleton<ComplaintDesk>();
        services.AddSingleton<LowScores>();
        services.AddSingleton<Complainants>();
        services.AddSingleton<ComplaintPages>();
        services.AddSingleton<ComplaintForms>();
        services.AddSingleton<ComplaintReader>();
        services.AddSingleton<ComplaintRetention>();
        services.AddSingleton<ComplaintKeyRotation>();
        services.AddSingleton<IPersonalData, ComplaintPersons>();
        services.AddSingleton<SpokenComplaints>();
        return services;
    }
}
