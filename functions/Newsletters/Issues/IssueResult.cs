using System.Globalization;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>The answers about issues.</summary>
internal static class IssueResult
{
    public static IResult Of(IssueOutcome outcome, int accepted, HttpResponse response)
    {
        switch (outcome)
        {
            case IssueOutcome.Accepted kept:
                response.Headers.Location = $"/api/v1/newsletters/{kept.Answer.Topic}/issues/{kept.Answer.Id:D}";
                response.Headers.ETag = IssueRevision.Of(kept.Revision);
                if (kept.Replayed)
                    response.Headers["Idempotent-Replayed"] = "true";
                return Results.Json(kept.Answer, HttpJson.Readable.IssueAccepted, statusCode: accepted);
            case IssueOutcome.Previewed previewed:
                return Results.Json(previewed.Preview, HttpJson.Readable.IssuePreview);
            case IssueOutcome.Refused refused:
                return new ProblemResult(refused.Problem);
            default:
                throw new InvalidOperationException("Unknown outcome.");
        }
    }

    /// <summary>An issue as it is now.</summary>
    public static IResult Of(IssueView view, HttpResponse response)
    {
        response.Headers.ETag = IssueRevision.Of(view.Revision);
        return Results.Json(view, HttpJson.Readable.IssueView);
    }
}

/// <summary>An issue's entity tag (RFC 9110, 8.8.3): it follows what the client said, not how far the sending has come.</summary>
internal static class IssueRevision
{
    public static string Of(int revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <summary>The revision that <c>If-Match</c> names; null for none and for <c>*</c>. False when it is no tag of ours.</summary>
    public static bool TryRead(HttpRequest request, out int? revision)
    {
        revision = null;
        var text = request.Headers.IfMatch.ToString().Trim();
        if (text.Length == 0 || text == "*")
            return true;
        if (!int.TryParse(text.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        revision = number;
        return true;
    }
}
