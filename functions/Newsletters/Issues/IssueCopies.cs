using Peyk.Core.Addresses;
using Peyk.Functions.Delivery;
using Peyk.Functions.Newsletters.Subscriptions;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>Composes the mail of a test send: an issue's text is too long to be kept with each notification.</summary>
public sealed class IssueCopies(IssueStore store, IssueMails mails, NewsletterLinks links)
{
    /// <summary>The content with its mail; as it was when it is of no issue.</summary>
    /// <exception cref="InvalidOperationException">The issue is gone.</exception>
    public async Task<NotificationContent> FillAsync(NotificationContent content, CancellationToken cancellationToken)
    {
        if (content.Issue is not { } id)
            return content;
        var issue = await store.FindAsync(id, cancellationToken) ?? throw new InvalidOperationException($"Issue {id} is gone.");
        var mail = await mails.GetAsync(issue, LanguageTag.Parse(content.Language), cancellationToken);
        // A test has no subscription that its link could end.
        var filled = mail.For(new(Name: null, links.Subscribe(issue.Topic)));
        return content with { Mail = filled with { Subject = mail.Language.Say("issue.test", ("subject", filled.Subject)) } };
    }
}
