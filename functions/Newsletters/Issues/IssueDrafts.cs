using System.Text;
using Peyk.Core.Addresses;
using Peyk.Core.Calendars;
using Peyk.Core.Contacts;
using Peyk.Core.Newsletters;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Intake;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>A good request: the issue that it makes, and what that says.</summary>
public sealed record IssueDraft(Issue Issue, IssueContent Content);

/// <summary>Judges requests: whatever would keep an issue from being sent is found before it is kept.</summary>
public sealed class IssueDrafts(TopicCatalog topics, LanguageCatalog languages, IssueComposer composer, Idempotency idempotency)
{
    // As long as the values can be that each recipient has of their own.
    private static readonly IssueReader Longest = new(
        PersonName.Parse(new string('م', PersonName.Longest)), "https://" + new string('x', 200), "https://" + new string('x', 200));

    /// <summary>Judges a request as of a moment. Null, with everything that is wrong with it, when it is not good.</summary>
    public IssueDraft? Draft(Intake intake, string topic, Guid id, DateTimeOffset now, List<FieldError> errors)
    {
        if (topics.FindNewsletter(topic) is null)
            errors.Add(new("path:topic", "unknown_value", $"The newsletters are: {string.Join(", ", topics.Newsletters.Select(t => t.Key))}."));
        using var body = RequestBody.Parse(intake.Body, errors);
        if (body is null || IssueRequest.Read(body.RootElement, now, languages, errors) is not { } request)
            return null;
        var issue = new Issue(
            id,
            topic,
            intake.Client,
            request.SendAt is null ? IssueState.Draft : IssueState.Scheduled,
            request.Segment,
            request.Content.Texts.ToDictionary(text => text.Key, text => text.Value.Subject, StringComparer.Ordinal),
            Revision: 1,
            now,
            now)
        {
            SendAt = request.SendAt,
            Window = request.Window,
            ExpiresAt = request.ExpiresAt,
            Reference = request.Reference,
            IdempotencyRow = idempotency.RowOf(intake),
        };
        Check(issue, request.Content, errors);
        return errors.Count > 0 ? null : new(issue, request.Content);
    }

    private void Check(Issue issue, IssueContent content, List<FieldError> errors)
    {
        foreach (var (language, text) in content.Texts)
        {
            var problems = IssueTemplate.Check(text);
            errors.AddRange(problems.Select(p => new FieldError($"/content/{language}/{p.Member}", p.Code, p.Detail)));
            if (problems.Count > 0)
                continue;
            var mail = composer.Compose(issue, content, LanguageTag.Parse(language)).For(Longest);
            if (string.IsNullOrWhiteSpace(mail.Subject))
                errors.Add(new($"/content/{language}/subject", "empty", "Nothing is left of the subject."));
            var size = Encoding.UTF8.GetByteCount(mail.Html);
            if (size > IssueTemplate.LargestHtml)
            {
                errors.Add(new(
                    $"/content/{language}/body", "too_long",
                    $"The mail would have {size / 1000} KB of HTML; from {IssueTemplate.LargestHtml / 1000} KB on Gmail cuts it, and the links to unsubscribe with it."));
            }
        }

        if (errors.Count == 0 && IssueRows.SizeOf(content) > IssueRows.LargestContent)
            errors.Add(new("/content", "too_long", $"The texts are longer than {IssueRows.LargestContent / 1024} KiB together."));
    }
}
