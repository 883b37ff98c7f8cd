using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery.Email;
using Peyk.Functions.Delivery.Sms;
using Peyk.Functions.Shared.Settings;
using SendGrid;
using Twilio.Clients;
using Twilio.Http;

namespace Peyk.Functions.Delivery;

public static class DeliveryServices
{
    public static IServiceCollection AddDelivery(this IServiceCollection services)
    {
        services.AddSingleton(s => new NotificationKeys(DateTimeZoneProviders.Tzdb[s.GetRequiredService<IOptions<PeykOptions>>().Value.TimeZone]));
        services.AddSingleton(s => new DeliveryRules(s.GetRequiredService<IOptions<DeliveryOptions>>().Value.ToTimes()));
        services.AddSingleton<LogChain>();
        services.AddSingleton<RecountMarks>();
        services.AddSingleton<RecentNotifications>();
        services.AddSingleton<NotificationStore>();
        services.AddSingleton<NotificationReader>();
        services.AddSingleton<Hints>();
        services.AddSingleton<HintReader>();
        services.AddSingleton<Acceptance>();
        services.AddSingleton<MessageComposer>();
        services.AddSingleton<ChannelSenders>();
        services.AddSection<PriceOptions, PriceOptionsValidator>(PriceOptions.Section);
        services.AddSingleton<Charges>();
        services.AddSingleton<DeliveryWorker>();
        services.AddSingleton<ProviderMessages>();
        services.AddSingleton<SenderPace>();
        services.AddSingleton<ChannelPauses>();
        services.AddSingleton<SenderRates>();
        services.AddSingleton<PoisonedMessages>();
        services.AddSingleton<LogVerification>();
        services.AddSingleton<ReceiptExport>();
        services.AddSingleton<Retention>();
        services.AddSingleton<HeldContents>();
        services.AddSingleton<NotificationErasure>();
        services.AddSingleton<KeyRotation>();
        services.AddSingleton<Cancellation>();
        services.AddSingleton<References>();
        services.AddSingleton<Receipts>();
        services.AddSingleton<Sweep>();
        return services.AddSms().AddEmail();
    }

    private static IServiceCollection AddSms(this IServiceCollection services)
    {
        services.AddSingleton<TwilioSignature>();
        services.AddSingleton<IChannelSender, SmsSender>();
        services.AddHttpClient(TwilioOptions.Section)
            .ConfigurePrimaryHttpMessageHandler(PooledHandler)
            .RemoveAllLoggers() // They would log addresses of requests, and cost at each; telemetry has the calls.
            .AddHttpMessageHandler(s => new BaseAddressHandler(new Uri(s.GetRequiredService<IOptions<TwilioOptions>>().Value.BaseUrl)));
        services.AddSingleton<ITwilioRestClient>(s =>
        {
            var options = s.GetRequiredService<IOptions<TwilioOptions>>().Value;
            var http = Client(s, TwilioOptions.Section);
            return new TwilioRestClient(
                options.ApiKeySid is { Length: > 0 } key ? key : options.AccountSid,
                options.ApiKeySecret is { Length: > 0 } secret ? secret : options.AuthToken,
                options.AccountSid,
                httpClient: new SystemNetHttpClient(http));
        });
        return services;
    }

    private static IServiceCollection AddEmail(this IServiceCollection services)
    {
        services.AddSingleton<SendGridSignature>();
        services.AddSingleton<SendGridLists>();
        services.AddSingleton<IChannelSender, EmailSender>();
        services.AddHttpClient(SendGridOptions.Section).ConfigurePrimaryHttpMessageHandler(PooledHandler).RemoveAllLoggers();
        services.AddSingleton<ISendGridClient>(s =>
        {
            var options = s.GetRequiredService<IOptions<SendGridOptions>>().Value;
            return new SendGridClient(
                Client(s, SendGridOptions.Section), new SendGridClientOptions { ApiKey = options.ApiKey, Host = options.BaseUrl.TrimEnd('/') });
        });
        return services;
    }

    // The official clients keep one HttpClient for good; the handler's own pool follows changes of the name service.
    private static SocketsHttpHandler PooledHandler() => new() { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false };

    private static System.Net.Http.HttpClient Client(IServiceProvider services, string name)
    {
        var client = services.GetRequiredService<IHttpClientFactory>().CreateClient(name);
        client.Timeout = services.GetRequiredService<IOptions<DeliveryOptions>>().Value.CallTimeout;
        return client;
    }

    /// <summary>Sends Twilio's calls to another address: its client has no setting for that.</summary>
    private sealed class BaseAddressHandler(Uri address) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(address, request.RequestUri!.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
