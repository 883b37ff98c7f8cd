using Microsoft.Extensions.Options;
using Peyk.Core.Addresses;
using Peyk.Core.Cases;
using Peyk.Core.Deliveries;
using Peyk.Core.Surveys;
using Peyk.Functions.Clients;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Feedback;

/// <summary>Asks a citizen how it was when the case has come to its end, as the definition of its service says.</summary>
public sealed class CaseFeedback(
    FeedbackAsker asker, SurveyCatalog surveys, ServiceCatalog services, DerivedIds ids, IOptions<FeedbackOptions> options)
{
    /// <summary>Every service's rule must name a survey that can be asked without a complaint.</summary>
    /// <exception cref="InvalidOperationException">One does not; the message names service and survey.</exception>
    public static void Check(ServiceCatalog services, SurveyCatalog surveys)
    {
        foreach (var service in services.Services)
        {
            if (service.Feedback is { } rule && surveys.Find(rule.Survey) is not { IsRecovery: false })
                throw new InvalidOperationException($"Services/{service.Key}.yaml: feedback.survey '{rule.Survey}' is no survey that can be asked at the end of a case.");
        }
    }

    /// <summary>Asks if the step ends the case. The same update asks once, however often it is repeated.</summary>
    public async Task AskAsync(ApiClient client, NotificationDraft update, string code, string step, CancellationToken cancellationToken)
    {
        if (services.Find(update.Facts.Service!) is not { Feedback: { } rule } service || service.FindStep(step) is not { IsFinal: true }
            || update.Channels.Count == 0)
            return;
        var survey = surveys.Find(rule.Survey)!;
        var now = NotificationKeys.TimeOf(update.Id);
        var sendAt = now + TimeSpan.FromDays(rule.AfterDays);
        var ask = new FeedbackAsk(
            ids.Of(now, "case-feedback", $"{code}|{step}"), client, survey, update.Facts.Language, service.Key, To(update.Content), code,
            Reference: null, ChannelPolicy.Preferred, update.Channels, update.FallbackAfter,
            new(rule.AfterDays == 0 ? null : sendAt, sendAt + options.Value.AnswerPeriod), options.Value.RemindAfter, rule.SamplePercent / 100.0,
            IdempotencyRow: null);
        await asker.AskAsync(ask, cancellationToken);
    }

    private static Recipient To(NotificationContent content) => new(
        content.Mobile is null ? null : PhoneNumber.Parse(content.Mobile),
        content.Email is null ? null : EmailAddress.Parse(content.Email),
        content.Name is null ? null : PersonName.Parse(content.Name),
        LanguageTag.Parse(content.Language),
        content.TimeZone)
    {
        ContactId = content.ContactId,
    };
}
