using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Shared.Intake;

/// <summary>What came of a request that was taken in without an HTTP answer: from the queue, or as a row of a batch.</summary>
/// <param name="CaseCode">The tracking code of the case that it is about; null when it is about none.</param>
/// <param name="Refusal">Why it was refused; null when it was taken in.</param>
public sealed record TakenIn(Guid Id, string? CaseCode = null, Problem? Refusal = null);

/// <summary>A kind of notification, as far as those need to know who pass requests of any kind on.</summary>
public interface INotificationKind
{
    /// <summary>As in its path below <c>/api/v1</c>.</summary>
    string Name { get; }

    /// <summary>What a key must be allowed to do to post it.</summary>
    string Scope { get; }

    /// <summary>Takes a request in. The same request with the same id, or under the same idempotency key, changes nothing the second time.</summary>
    Task<TakenIn> TakeInAsync(Http.Intake intake, CancellationToken cancellationToken);

    /// <summary>Judges a request as <see cref="TakeInAsync"/> would now, and keeps nothing.</summary>
    /// <returns>Why it would be refused; null when it would be taken in.</returns>
    Task<Problem?> CheckAsync(Http.Intake intake, CancellationToken cancellationToken);
}
