using Peyk.Core.Calendars;
using Peyk.Core.Templates;

namespace Peyk.Core.Newsletters;

/// <summary>What surrounds an issue's text.</summary>
/// <param name="Topic">Name of the topic in the language.</param>
/// <param name="Archive">The issue's page in the archive.</param>
public sealed record IssueFrame(Language Language, Organisation Organisation, string Topic, Uri Archive);
