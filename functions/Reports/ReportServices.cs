using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Reports;

public static class ReportServices
{
    public static IServiceCollection AddReports(this IServiceCollection services)
    {
        services.AddSection<ReportOptions, ReportOptionsValidator>(ReportOptions.Section);
        services.AddSingleton<DayLog>();
        services.AddSingleton<DayNewsletters>();
        services.AddSingleton<RollupStore>();
        services.AddSingleton<DayFactStore>();
        services.AddSingleton<DayFactRollups>();
        services.AddSingleton<DeliveryRollups>();
        services.AddSingleton<DayFigures>();
        services.AddSingleton<DeliveryReports>();
        services.AddSingleton<OutlookDays>();
        services.AddSingleton<IndicatorReports>();
        services.AddSingleton<ForecastReports>();
        services.AddSingleton<ComplaintReports>();
        services.AddSingleton<AlertStore>();
        services.AddSingleton<IndicatorWatch>();
        services.AddSingleton<DayDeliveries>();
        return services;
    }
}
