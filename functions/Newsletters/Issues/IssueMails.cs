using System.Collections.Concurrent;
using Peyk.Core.Addresses;
using Peyk.Core.Newsletters;

namespace Peyk.Functions.Newsletters.Issues;

/// <summary>Composed mails of issues that are going out, so that a thousand batches compose each of them once. Safe for use by many threads.</summary>
public sealed class IssueMails(IssueStore store, IssueComposer composer)
{
    /// <summary>A mail takes up to some hundred KB.</summary>
    private const int Most = 32;

    private readonly ConcurrentDictionary<(Guid Issue, int Revision, string Language), IssueMail> _mails = [];

    /// <summary>The mail for readers who wish a language.</summary>
    /// <exception cref="InvalidOperationException">The issue's content is gone.</exception>
    public async Task<IssueMail> GetAsync(Issue issue, LanguageTag? wished, CancellationToken cancellationToken)
    {
        var language = composer.LanguageFor(issue, wished);
        var key = (issue.Id, issue.Revision, language.Value);
        if (_mails.TryGetValue(key, out var known))
            return known;
        var content = await store.ReadContentAsync(issue.Id, cancellationToken)
            ?? throw new InvalidOperationException($"Issue {issue.Id} has lost its content.");
        var mail = composer.Compose(issue, content, language);
        if (_mails.Count >= Most)
            _mails.Clear();
        return _mails[key] = mail;
    }
}
