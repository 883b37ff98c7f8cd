using System.Globalization;
using Microsoft.Net.Http.Headers;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Contacts;

/// <summary>
/// A contact's entity tag and the conditions on it (RFC 9110, 13.1). It follows what the contact says, not how its row is written, so
/// that a change of keys goes unnoticed.
/// </summary>
internal static class ContactVersion
{
    public static string Of(Contact contact) => string.Create(CultureInfo.InvariantCulture, $"\"{contact.ChangedAt.UtcTicks:x}\"");

    /// <summary>Whether <c>If-Match</c> and <c>If-None-Match</c> allow a write over what is there; null when they do.</summary>
    public static Problem? Refusal(HttpRequest request, Contact? current)
    {
        var isRefused = (request.Headers.IfMatch is { Count: > 0 } match && !Names(match.ToString(), current))
            || (request.Headers.IfNoneMatch is { Count: > 0 } noMatch && Names(noMatch.ToString(), current));
        return isRefused
            ? new(412, "precondition_failed", "The contact is not as the request expects it.", "Read it again and decide anew.")
            : null;
    }

    private static bool Names(string header, Contact? current)
    {
        if (current is null)
            return false;
        return header.Trim() == "*"
            || (EntityTagHeaderValue.TryParseList([header], out var tags) && tags.Any(t => !t.IsWeak && t.Tag == Of(current)));
    }
}
