using Peyk.Functions.Contacts;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Newsletters.Sending;

public static class IssueSendingServices
{
    public static IServiceCollection AddIssueSending(this IServiceCollection services)
    {
        services.AddSection<NewsletterSendingOptions, NewsletterSendingOptionsValidator>(NewsletterSendingOptions.Section);
        services.AddSingleton<IssueDays>();
        services.AddSingleton<IssueBatchStore>();
        services.AddSingleton<RecipientStore>();
        services.AddSingleton<IssueBatchHints>();
        services.AddSingleton<IssuePlanner>();
        services.AddSingleton<IssueMailer>();
        services.AddSingleton<IssueCaller>();
        services.AddSingleton<IssueBatchWork>();
        services.AddSingleton<IssueSending>();
        services.AddSingleton<IssuePauses>();
        services.AddSingleton<IssueGuard>();
        services.AddSingleton<IssueReceiptQueue>();
        services.AddSingleton<IssueReceipts>();
        services.AddSingleton<IssueReceiptWork>();
        services.AddSingleton<IssueProgressReader>();
        services.AddSingleton<RecentIssues>();
        services.AddSingleton<IssueRetention>();
        services.AddSingleton<IssueUpkeep>();
        services.AddSingleton<ReceivedIssues>();
        services.AddSingleton<IPersonalData>(s => s.GetRequiredService<ReceivedIssues>());
        return services;
    }
}
