using Peyk.Functions.Contacts;
using Peyk.Functions.Newsletters.Subscriptions.Pages;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Newsletters.Subscriptions;

public static class SubscriptionServices
{
    public static IServiceCollection AddSubscriptions(this IServiceCollection services)
    {
        services.AddSection<SubscriptionOptions, SubscriptionOptionsValidator>(SubscriptionOptions.Section);
        services.AddSingleton<SubscriptionStore>();
        services.AddSingleton<SampleSubscriptions>();
        services.AddSingleton<NewsletterLinks>();
        services.AddSingleton<AddressStandings>();
        services.AddSingleton<ContactOwnership>();
        services.AddSingleton<SubscriptionMails>();
        services.AddSingleton<Subscribing>();
        services.AddSingleton<SubscriptionChanges>();
        services.AddSingleton<SubscriptionIntake>();
        services.AddSingleton<SubscriptionViews>();
        services.AddSingleton<NewsletterChoices>();
        services.AddSingleton<SubscriptionRetention>();
        services.AddSingleton<SubscriptionKeyRotation>();
        services.AddSingleton<SubscriptionPages>();
        services.AddSingleton<SubscriptionTokens>();
        services.AddSingleton<IAddressListener, SubscriptionBlocks>();
        services.AddSingleton<IContactListener, ContactSubscriptions>();
        services.AddSingleton<IPersonalData, SubscriptionPersons>();
        return services;
    }
}
