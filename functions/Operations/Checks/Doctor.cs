using Peyk.Functions.Delivery.Email;
using Peyk.Functions.Delivery.Sms;
using Peyk.Functions.Operations.Providers;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Operations.Checks;

/// <summary>
/// Looks at everything that the app needs and says what is wrong and how to mend it. It works on wrong settings too: they are read
/// as they are, not checked first.
/// </summary>
public sealed class Doctor(IServiceProvider services, IConfiguration configuration, IHttpClientFactory http, TimeProvider time)
{
    /// <summary>Client for the account APIs of the providers.</summary>
    public const string ProviderClient = "provider-accounts";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>One result a check, in the order in which they should be mended.</summary>
    public async IAsyncEnumerable<CheckResult> RunAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var result in new SettingsCheck(services, services.GetServices<SettingsSection>()).Run())
            yield return result;
        var storage = new List<CheckResult>();
        await foreach (var result in new StorageCheck(services, time).RunAsync(cancellationToken))
        {
            storage.Add(result);
            yield return result;
        }

        await foreach (var result in Providers().RunAsync(cancellationToken))
            yield return result;
        await foreach (var result in new AddressCheck(Client(AddressCheck.HttpClient), Read<PeykOptions>(PeykOptions.Section), configuration).RunAsync(cancellationToken))
            yield return result;
        if (storage.Exists(r => r.State == CheckState.Failed && r.What == "storage"))
            yield break;
        await foreach (var result in new StateCheck(services, configuration).RunAsync(cancellationToken))
            yield return result;
    }

    /// <param name="apply">Whether to change anything.</param>
    public ProviderSetup Setup(bool apply)
    {
        var (twilio, sendGrid) = (Read<TwilioOptions>(TwilioOptions.Section), Read<SendGridOptions>(SendGridOptions.Section));
        return new(new(Client(ProviderClient), twilio), new(Client(ProviderClient), sendGrid), twilio, sendGrid, Addresses(), apply);
    }

    private ProviderCheck Providers()
    {
        var (twilio, sendGrid) = (Read<TwilioOptions>(TwilioOptions.Section), Read<SendGridOptions>(SendGridOptions.Section));
        return new(new(Client(ProviderClient), twilio), new(Client(ProviderClient), sendGrid), twilio, sendGrid, Addresses());
    }

    private WebhookAddresses Addresses() =>
        services.GetService<WebhookAddresses>() ?? WebhookAddresses.Of(Read<PeykOptions>(PeykOptions.Section).PublicUrl, typeof(PeykApp).Assembly);

    private HttpClient Client(string name)
    {
        var client = http.CreateClient(name);
        client.Timeout = Patience;
        return client;
    }

    private T Read<T>(string section)
        where T : class, new() => configuration.GetSection(section).Get<T>() ?? new T();
}
