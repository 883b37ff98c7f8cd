namespace Peyk.Functions.Newsletters.Subscriptions;

public static class SubscriptionServices
{
    public static IServiceCollection AddSubscriptions(this IServiceCollection services)
    {
        services.AddSingleton<SubscriptionStore>();
        services.AddSingleton<SampleSubscriptions>();
        services.AddSingleton<NewsletterLinks>();
        return services;
    }
}
