using Peyk.Functions.Dashboard.Access;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Dashboard;

public static class DashboardServices
{
    public static IServiceCollection AddDashboard(this IServiceCollection services)
    {
        services.AddSection<DashboardOptions, DashboardOptionsValidator>(DashboardOptions.Section);
        services.AddSingleton<DashboardTokens>();
        services.AddSingleton<KeyUsers>();
        services.AddSingleton<IUserSource>(s => s.GetRequiredService<KeyUsers>());
        services.AddSingleton<IUserSource, AppServiceUsers>();
        services.AddSingleton<IUserSource, ProxyUsers>();
        services.AddSingleton<DashboardAssets>();
        services.AddSingleton<DashboardFrame>();
        services.AddSingleton<DashboardDoor>();
        services.AddSingleton<Overview>();
        services.AddSingleton<Attention>();
        services.AddSingleton<Deliveries.FigureWords>();
        services.AddSingleton<Search.Finder>();
        services.AddSingleton<SendingMatrix>();
        services.AddSingleton<IssuesUnderWay>();
        services.AddSingleton<BatchesUnderWay>();
        services.AddSingleton<DeadLettersView>();
        return services;
    }
}
