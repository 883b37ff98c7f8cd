using Peyk.Functions.Contacts.Settings;

namespace Peyk.Functions.Contacts;

public static class ContactServices
{
    public static IServiceCollection AddContacts(this IServiceCollection services)
    {
        services.AddSingleton<AddressHashes>();
        services.AddSingleton<AddressBook>();
        services.AddSingleton<ContactStore>();
        services.AddSingleton<ContactTimeline>();
        services.AddSingleton<RecipientResolver>();
        services.AddSingleton<SendingGate>();
        services.AddSingleton<OptOuts>();
        services.AddSingleton<PreferenceLinks>();
        services.AddSingleton<PreferencesPages>();
        services.AddSingleton<PreferencesChanges>();
        return services;
    }
}
