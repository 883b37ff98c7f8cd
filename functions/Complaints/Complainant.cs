using System.Text.Json;
using Peyk.Core.Cases;
using Peyk.Functions.Delivery;
using Peyk.Functions.Feedback;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.StatusUpdates;

namespace Peyk.Functions.Complaints;

/// <summary>Who complains on a page, and of what; the page's link is all that they need.</summary>
/// <param name="Subject">One of a kind; what comes from it on one day is one complaint.</param>
/// <param name="Page">Path of the page that led here, without a query.</param>
public sealed record Complainant(
    string Subject, string Page, string ClientId, bool IsTest, string? Service, string Language, Guid? Request, FeedbackPerson Person)
{
    /// <summary>We know where an answer goes.</summary>
    public bool IsReachable => Person.Mobile is not null || Person.Email is not null;
}

/// <summary>Finds who is behind a tracking code or a request for feedback.</summary>
public sealed class Complainants(CaseStore cases, NotificationStore notifications, ContentCipher cipher)
{
    /// <summary>So many of the last messages about a case are looked at for an address.</summary>
    private const int MostLookedAt = 5;

    /// <summary>Null when there is no such case. The person is the one to whom the last message about it went, as long as its content is kept.</summary>
    public async Task<Complainant?> OfCaseAsync(TrackingCode code, CancellationToken cancellationToken)
    {
        if (await cases.ReadAsync(code, cancellationToken) is not { } stored)
            return null;
        var (content, isTest) = await LastAsync(stored.Steps, cancellationToken);
        return new(
            $"case|{code.Value}", $"/t/{Uri.EscapeDataString(code.Value)}", stored.Head.ClientId, isTest, stored.Head.Service, stored.Head.Language, null,
            new(content?.ContactId, content?.Mobile, content?.Email, content?.Name, content?.TimeZone, code.Value));
    }

    /// <param name="page">Path of the request's page.</param>
    public static Complainant Of(FeedbackRequest request, string page) => new(
        $"request|{request.Id:D}", page, request.ClientId, request.IsTest, request.Service, request.Language, request.Id, request.Person ?? new());

    private async Task<(NotificationContent? Content, bool IsTest)> LastAsync(IReadOnlyList<CaseStep> steps, CancellationToken cancellationToken)
    {
        var isTest = false;
        foreach (var step in steps.Reverse().Take(MostLookedAt))
        {
            if (await notifications.ReadAsync(step.Id, cancellationToken) is not { } stored)
                continue;
            isTest = stored.Facts.IsTest;
            if (stored.Content is { } held)
                return (JsonSerializer.Deserialize(cipher.Open(step.Id, held).Body, PeykJson.Default.NotificationContent), isTest);
        }

        return (null, isTest);
    }
}
