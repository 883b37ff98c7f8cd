namespace Peyk.Functions.Newsletters.Issues;

public static class IssueServices
{
    public static IServiceCollection AddIssues(this IServiceCollection services)
    {
        services.AddSingleton<IssueStore>();
        services.AddSingleton<IssueComposer>();
        services.AddSingleton<IssueMails>();
        return services;
    }
}
