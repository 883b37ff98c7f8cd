using Peyk.Functions.Contacts.Erasures;
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
        services.AddSingleton<ContactReader>();
        services.AddSingleton<ContactEditor>();
        services.AddSingleton<AddressUnblocking>();
        services.AddSingleton<TimelineReader>();
        services.AddSingleton<TimelineRetention>();
        services.AddSingleton<DataSubjects>();
        services.AddSingleton<ContactExport>();
        services.AddSingleton<ContactKeyRotation>();
        services.AddSingleton<ErasureStore>();
        services.AddSingleton<ContactRemoval>();
        services.AddSingleton<ErasureRequests>();
        services.AddSingleton<ErasureWork>();
        services.AddSingleton<OptOuts>();
        services.AddSingleton<OptOutLog>();
        services.AddSingleton<IContactListener, PreferenceOptOuts>();
        services.AddSingleton<PreferenceLinks>();
        services.AddSingleton<PreferencesPages>();
        services.AddSingleton<PreferencesChanges>();
        return services;
    }
}
