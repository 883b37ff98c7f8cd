using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Delivery;

namespace Peyk.Functions.Operations.Providers;

/// <summary>The addresses that providers call, as the world sees them.</summary>
/// <param name="PublicUrl">Base address of the app.</param>
/// <param name="Routes">The routes that this build serves.</param>
public sealed record WebhookAddresses(string PublicUrl, IReadOnlySet<string> Routes)
{
    /// <summary>Asks Twilio to repeat a call that failed: neither sent nor signed.</summary>
    private const string Retries = "#rc=5&rp=all";

    private const string SmsReplyRoute = "hooks/twilio/inbound";
    private const string MailRoute = "hooks/sendgrid/inbound";
    private const string EventRoute = "hooks/sendgrid/events";

    /// <summary>Where replies by SMS go; null when this build does not take any.</summary>
    public string? SmsReplies => Routes.Contains(SmsReplyRoute) ? Of(SmsReplyRoute) + Retries : null;

    /// <summary>Where mails of citizens go; null when this build does not take any.</summary>
    public string? Mails => Routes.Contains(MailRoute) ? Of(MailRoute) : null;

    public string EmailEvents => Of(EventRoute);

    public string SmsStatus => PublicUrl.TrimEnd('/') + TwilioStatusHttp.Path;

    public static WebhookAddresses Of(string publicUrl, Assembly app) => new(
        publicUrl,
        app.GetTypes()
            .SelectMany(t => t.GetMethods())
            .SelectMany(m => m.GetParameters())
            .Select(p => p.GetCustomAttribute<HttpTriggerAttribute>()?.Route)
            .OfType<string>()
            .ToHashSet(StringComparer.OrdinalIgnoreCase));

    private string Of(string route) => $"{PublicUrl.TrimEnd('/')}/{route}";
}
