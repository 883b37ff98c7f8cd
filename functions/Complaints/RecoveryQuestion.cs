using Microsoft.Extensions.Options;
using Peyk.Core.Addresses;
using Peyk.Core.Deliveries;
using Peyk.Core.Surveys;
using Peyk.Functions.Clients;
using Peyk.Functions.Feedback;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Complaints;

/// <summary>Asks a citizen whose complaint was answered how the recovery was, by the recovery scale, which is asked at no other time.</summary>
public sealed class RecoveryQuestion(FeedbackAsker asker, SurveyCatalog surveys, DerivedIds ids, IOptions<FeedbackOptions> options)
{
    private static readonly IReadOnlySet<string> NoScopes = new HashSet<string>();

    public async Task AskAsync(Complaint complaint, CancellationToken cancellationToken)
    {
        if (surveys.Surveys.FirstOrDefault(s => s.IsRecovery) is not { } survey || complaint is not { Matter.Person: { } person, AnsweredAt: { } answered })
            return;
        var to = new Recipient(
            person.Mobile is null ? null : PhoneNumber.Parse(person.Mobile), person.Email is null ? null : EmailAddress.Parse(person.Email),
            person.Name is null ? null : PersonName.Parse(person.Name), LanguageTag.Parse(complaint.Language), person.TimeZone)
        {
            ContactId = person.ContactId,
        };
        var sendAt = answered + options.Value.RecoveryAfter;
        // The form has many items: an e-mail is the better place for it.
        List<Channel> channels = [.. new[] { Channel.Email, Channel.Sms }.Where(to.Has)];
        if (channels.Count == 0)
            return;
        await asker.AskAsync(
            new(
                ids.Of(answered, "recovery", complaint.Id.ToString("D")), new ApiClient(complaint.ClientId, "complaints", NoScopes, complaint.IsTest),
                survey, complaint.Language, complaint.Service, to, person.CaseCode, person.Reference, ChannelPolicy.Preferred, channels,
                FallbackAfter: null, new(sendAt, sendAt + options.Value.AnswerPeriod), options.Value.RemindAfter, Sample: 1, IdempotencyRow: null),
            cancellationToken);
    }
}
