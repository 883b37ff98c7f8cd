using Peyk.Functions.Newsletters.Issues.Archive;

namespace Peyk.Functions.Newsletters.Issues;

public static class IssueServices
{
    public static IServiceCollection AddIssues(this IServiceCollection services)
    {
        services.AddSingleton<IssueStore>();
        services.AddSingleton<IssueComposer>();
        services.AddSingleton<IssueMails>();
        services.AddSingleton<IssueCopies>();
        services.AddSingleton<IssueDrafts>();
        services.AddSingleton<IssuePreviews>();
        services.AddSingleton<IssueIntake>();
        services.AddSingleton<IssueControl>();
        services.AddSingleton<IssueViews>();
        services.AddSingleton<IssueTestSends>();
        services.AddSingleton<ArchiveRetention>();
        services.AddSingleton<ArchivePages>();
        return services;
    }
}
