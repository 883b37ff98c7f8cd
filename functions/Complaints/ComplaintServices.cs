namespace Peyk.Functions.Complaints;

public static class ComplaintServices
{
    public static IServiceCollection AddComplaints(this IServiceCollection services)
    {
        services.AddSingleton<ComplaintStore>();
        services.AddSingleton<ComplaintCodes>();
        services.AddSingleton<ComplaintMessages>();
        services.AddSingleton<RecoveryQuestion>();
        services.AddSingleton<ComplaintCallbacks>();
        services.AddSingleton<ComplaintDesk>();
        services.AddSingleton<LowScores>();
        return services;
    }
}
