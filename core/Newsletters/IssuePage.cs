using Peyk.Core.Templates;

namespace Peyk.Core.Newsletters;

/// <summary>An issue in one language as anybody may read it.</summary>
public sealed record IssuePage(string Subject, RenderedHtml Body);
