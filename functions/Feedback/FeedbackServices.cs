using Peyk.Functions.Contacts;
using Peyk.Functions.Reminders;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Feedback;

public static class FeedbackServices
{
    public static IServiceCollection AddFeedback(this IServiceCollection services)
    {
        services.AddSection<FeedbackOptions, FeedbackOptionsValidator>(FeedbackOptions.Section);
        services.AddSingleton<FeedbackStore>();
        services.AddSingleton<ResponseStore>();
        services.AddSingleton<AskingPace>();
        services.AddSingleton<FeedbackAsker>();
        services.AddSingleton<FeedbackAnswers>();
        services.AddSingleton<CaseFeedback>();
        services.AddSingleton<FeedbackPages>();
        services.AddSingleton<ResponseReader>();
        services.AddSingleton<Reports.SatisfactionReports>();
        services.AddSingleton<Reports.RecentSatisfaction>();
        services.AddSingleton<FeedbackRetention>();
        services.AddSingleton<FeedbackKeyRotation>();
        services.AddSingleton<IPersonalData, FeedbackPersons>();
        services.AddSingleton<IStopCondition, ResponseCondition>();
        services.AddSingleton<FeedbackRequestIntake>();
        services.AddSingleton<INotificationKind>(s => s.GetRequiredService<FeedbackRequestIntake>());
        return services;
    }
}
