using Peyk.Core.Calendars;
using Peyk.Core.Deliveries;
using Peyk.Core.Inbound;
using Peyk.Functions.Complaints;
using Peyk.Functions.Contacts;
using Peyk.Functions.Feedback;
using Peyk.Functions.StatusUpdates;

namespace Peyk.Functions.Assistant;

/// <summary>What a text complains of.</summary>
/// <param name="ClientId">The client whose case or request it is about.</param>
/// <param name="Request">The request for feedback after which it came; null for none.</param>
public sealed record SmsComplaint(string ClientId, string Language, FeedbackPerson Person, string? Service = null, Guid? Request = null);

/// <summary>Makes complaints of texts with a word of complaint.</summary>
public sealed class SmsComplaints(
    InboundWords words, SpokenComplaints complaints, CaseStore cases, AddressBook addresses, ContactStore contacts)
{
    /// <summary>
    /// Null when the text does not complain, or its number complained enough for a day: then a person reads it as any other. A new complaint
    /// is confirmed by the desk, so that only what adds to one gets a reply here. It changes nothing.
    /// </summary>
    public async Task<Turn?> FindAsync(
        InboundSms sms, InboundText text, SmsSession session, OpenSurvey? survey, Language language, CancellationToken cancellationToken)
    {
        if (!words.IsComplaint(text) || await complaints.FindPlaceAsync(sms.Sender, sms.ReceivedAt, text.Original, cancellationToken) is not { } place)
            return null;
        var complaint = await AboutAsync(sms, text, survey?.Request, language, cancellationToken);
        var reply = place.IsNew ? null : Reply.Of("complaint-added", language, complaint.ClientId, ("code", place.Code));
        return new(session, new(InboundOutcome.Complaint, Complaint: complaint, Reply: reply));
    }

    /// <summary>Opens the complaint. Doing so again changes nothing.</summary>
    public Task OpenAsync(InboundSms sms, SmsComplaint complaint, CancellationToken cancellationToken) => complaints.OpenAsync(
        new(
            sms.Sender, sms.ReceivedAt, complaint.ClientId, IsTest: false, ComplaintSource.Keyword, complaint.Service, complaint.Language,
            complaint.Request, complaint.Person, InboundText.Read(sms.Body.Text).Original),
        cancellationToken);

    /// <summary>Whose it is: the case's of which the code stands in the text, else the survey's that the number was asked lately, else ours.</summary>
    private async Task<SmsComplaint> AboutAsync(
        InboundSms sms, InboundText text, FeedbackRequest? asked, Language language, CancellationToken cancellationToken)
    {
        var tag = language.Tag.Value;
        if (CodeInText.Find(text)?.Code is { } code && await cases.FindAsync(code, cancellationToken) is { } head)
            return new(head.ClientId, tag, await PersonAsync(sms, code.Value, cancellationToken), head.Service);
        return asked is { Person: { } person }
            ? new(asked.ClientId, tag, person, asked.Service, asked.Id)
            : new(InboundHandler.OwnClient, tag, await PersonAsync(sms, null, cancellationToken));
    }

    /// <summary>The number, and the only contact that has it.</summary>
    private async Task<FeedbackPerson> PersonAsync(InboundSms sms, string? code, CancellationToken cancellationToken)
    {
        var known = await addresses.FindAsync(Channel.Sms, sms.Body.From, isTest: false, cancellationToken);
        var contact = known.Contacts is [var only] ? await contacts.FindAsync(only, isTest: false, cancellationToken) : null;
        return new(
            contact?.Id, sms.Body.From, contact?.Email?.Value, contact?.Name?.Value, contact?.Preferences.TimeZone, code);
    }
}
