using Microsoft.Extensions.Options;
using Peyk.Core.Addresses;
using Peyk.Core.Calendars;
using Peyk.Core.Cases;
using Peyk.Core.Contacts;
using Peyk.Core.Surveys;
using Peyk.Core.Templates;
using Peyk.Functions.Assistant;
using Peyk.Functions.Batches;
using Peyk.Functions.Callbacks;
using Peyk.Functions.Clients;
using Peyk.Functions.Complaints;
using Peyk.Functions.Contacts;
using Peyk.Functions.Dashboard;
using Peyk.Functions.Delivery;
using Peyk.Functions.Delivery.Email;
using Peyk.Functions.Delivery.Sms;
using Peyk.Functions.Feedback;
using Peyk.Functions.Newsletters.Issues;
using Peyk.Functions.Newsletters.Sending;
using Peyk.Functions.Newsletters.Subscriptions;
using Peyk.Functions.Operations;
using Peyk.Functions.Reminders;
using Peyk.Functions.Reports;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Pages;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Shared.Storage;
using Peyk.Functions.StatusUpdates;
using Peyk.Runtime;

namespace Peyk.Functions;

/// <summary>The app as a set of services, the same in every way of running it.</summary>
public static class PeykApp
{
    public static void Configure(IHostApplicationBuilder builder)
    {
        builder.Configuration.AddDefaults(
            ("SweepSchedule", "0 * * * * *"),
            ("RetentionSchedule", "30 7/10 * * * *"),
            ("BatchesSchedule", "20 * * * * *"),
            ("ReminderSchedule", "0 * * * * *"),
            ("ErasureSchedule", "20 * * * * *"));
        VaultSettings.Add(builder.Configuration);
        builder.UseFunctionMiddleware<LanePriority>();
        builder.AddTelemetry();
        builder.AddCallbacks();
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSettings();
        services.AddHostedService<WarmUp>();
        services.AddStorage();
        services.AddDefinitions();
        services.AddSingleton<Keyring>();
        services.AddSingleton<ContentCipher>();
        services.AddSingleton<DerivedIds>();
        services.AddSingleton<PageTokens>();
        services.AddSingleton<Links>();
        services.AddSingleton<PageLayout>();
        services.AddSingleton<GuessLimiter>();
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<RateLimits>();
        services.AddSingleton<ApiEndpoint>();
        services.AddSingleton<Idempotency>();
        services.AddSingleton<Cursors>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<SealedRowRotation>();
        services.AddContacts();
        services.AddDelivery();
        services.AddStatusUpdates();
        services.AddBatches();
        services.AddReminders();
        services.AddReports();
        services.AddFeedback();
        services.AddAssistant();
        services.AddComplaints();
        services.AddSubscriptions();
        services.AddIssues();
        services.AddIssueSending();
        services.AddSingleton<Feed.FeedWriter>();
        services.AddSingleton<Feed.FeedReader>();
        services.AddSingleton<Messages.TemplatePreviews>();
        services.AddSingleton<QueueIntake.TriggerIntake>();
        services.AddOperations();
        services.AddDashboard();
    }

    internal static void AddDefaults(this IConfigurationBuilder configuration, params (string Name, string Value)[] defaults) =>
        // First in the list, so that every other source wins.
        configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource
        {
            InitialData = defaults.Select(d => KeyValuePair.Create(d.Name, (string?)d.Value)),
        });

    private static void AddSettings(this IServiceCollection services)
    {
        services.AddSection<PeykOptions, PeykOptionsValidator>(PeykOptions.Section);
        services.AddSection<ApiOptions, ApiOptionsValidator>(ApiOptions.Section);
        services.AddSection<DeliveryOptions, DeliveryOptionsValidator>(DeliveryOptions.Section);
        services.AddSection<ContactOptions, ContactOptionsValidator>(ContactOptions.Section);
        services.AddSection<RetentionOptions, RetentionOptionsValidator>(RetentionOptions.Section);
        services.AddSection<TwilioOptions, TwilioOptionsValidator>(TwilioOptions.Section);
        services.AddSection<SendGridOptions, SendGridOptionsValidator>(SendGridOptions.Section);
        services.AddSection<WorkingWeekOptions, WorkingWeekOptionsValidator>(WorkingWeekOptions.Section);
    }

    private static void AddStorage(this IServiceCollection services)
    {
        services.AddSingleton(s => StorageConnection.Read(s.GetRequiredService<IConfiguration>()));
        services.AddSingleton(s => s.GetRequiredService<StorageConnection>().CreateTables());
        services.AddSingleton(s => s.GetRequiredService<StorageConnection>().CreateQueues());
        services.AddSingleton<StorageSetup>();
        services.AddHostedService(s => s.GetRequiredService<StorageSetup>());
    }

    private static void AddDefinitions(this IServiceCollection services)
    {
        services.AddSingleton(s => LanguageCatalog.Load(Definitions.Read("Languages"), DefaultLanguage(s)));
        services.AddSingleton(s => ServiceCatalog.Load(Definitions.Read("Services"), DefaultLanguage(s)));
        services.AddSingleton(s => TopicCatalog.Load(Definitions.Read("Topics"), DefaultLanguage(s)));
        services.AddSingleton(_ => HolidayCatalog.Load(Definitions.Read("Holidays")));
        services.AddSingleton(s => s.GetRequiredService<IOptions<WorkingWeekOptions>>().Value.ToWorkingWeek(s.GetRequiredService<HolidayCatalog>()));
        services.AddSingleton(s => SurveyCatalog.Load(Definitions.Read("Surveys"), DefaultLanguage(s)));
        services.AddSingleton(s => TemplateCatalog.Load(Definitions.Read("Templates"), s.GetRequiredService<LanguageCatalog>()));
    }

    private static LanguageTag DefaultLanguage(IServiceProvider services) =>
        LanguageTag.Parse(services.GetRequiredService<IOptions<PeykOptions>>().Value.DefaultLanguage);
}
