using Peyk.Functions.Shared.Intake;

namespace Peyk.Functions.Feedback;

public static class FeedbackServices
{
    public static IServiceCollection AddFeedback(this IServiceCollection services)
    {
        services.AddSingleton<FeedbackStore>();
        services.AddSingleton<ResponseStore>();
        services.AddSingleton<AskingPace>();
        services.AddSingleton<FeedbackAsker>();
        services.AddSingleton<FeedbackAnswers>();
        services.AddSingleton<CaseFeedback>();
        services.AddSingleton<FeedbackPages>();
        services.AddSingleton<ResponseReader>();
        services.AddSingleton<Reports.SatisfactionReports>();
        services.AddSingleton<FeedbackRequestIntake>();
        services.AddSingleton<INotificationKind>(s => s.GetRequiredService<FeedbackRequestIntake>());
        return services;
    }
}
