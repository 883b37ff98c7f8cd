namespace Peyk.Core.Newsletters;

/// <summary>An issue in one language, as its editor wrote it.</summary>
/// <param name="Subject">One line; may have placeholders.</param>
/// <param name="Body">Markdown with placeholders, see <see cref="IssueTemplate.Placeholders"/>.</param>
/// <param name="Preheader">The line that inboxes show after the subject; null when the editor gave none.</param>
public sealed record IssueText(string Subject, string Body, string? Preheader = null);

/// <summary>What keeps an issue from being sent.</summary>
/// <param name="Member"><c>subject</c>, <c>preheader</c> or <c>body</c>.</param>
/// <param name="Code">Stable word for programs.</param>
/// <param name="Detail">For people; repeats no text of the issue.</param>
public sealed record IssueTextProblem(string Member, string Code, string Detail);
