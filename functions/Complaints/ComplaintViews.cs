namespace Peyk.Functions.Complaints;

/// <summary>A complaint as the API shows it to the client whose it is.</summary>
public sealed record ComplaintView(
    Guid Id, string Code, ComplaintState State, ComplaintSource Source, string? Service, string Language, DateTimeOffset CreatedAt,
    DateTimeOffset PromisedBy, DateTimeOffset? AnsweredAt, DateTimeOffset? ClosedAt, Guid? FeedbackRequest, string? Case, string? Reference, int? Score, string? Text, string? Answer)
{
    public static ComplaintView Of(Complaint c) => new(
        c.Id, c.Code, c.State, c.Source, c.Service, c.Language, c.CreatedAt, c.PromisedBy, c.AnsweredAt, c.ClosedAt, c.Request, c.Matter?.Person.CaseCode,
        c.Matter?.Person.Reference, c.Matter?.Score, c.Matter?.Text, c.Matter?.Answer);
}

/// <param name="Next">Give it as <c>after</c> for later ones; null at the end.</param>
public sealed record ComplaintPage(IReadOnlyList<ComplaintView> Items, string? Next);
