using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Contacts.Erasures;

/// <summary>An erasure as the API shows it.</summary>
/// <param name="Erased">How many of what were deleted so far.</param>
public sealed record ErasureView(
    Guid Id, ErasureStatus Status, DateTimeOffset RequestedAt, DateTimeOffset? DoneAt, ImmutableSortedDictionary<string, int> Erased, bool Test)
{
    public static ErasureView Of(Erasure e) => new(e.Id, e.Status, e.RequestedAt, e.DoneAt, e.Erased, e.IsTest);

    /// <summary>An erasure in the API, relative to its host.</summary>
    public static string Link(Guid id) => $"/api/v1/erasures/{id:D}";
}

/// <summary>How far an erasure is; its proof when it is done.</summary>
public sealed class GetErasureHttp(ApiEndpoint api, ErasureStore erasures)
{
    [Function(nameof(GetErasureHttp))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/erasures/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var (client, problem) = await api.AuthorizeAsync(request, Scopes.ContactsErase, cancellationToken);
        if (client is null)
            return new ProblemResult(problem!);
        return Guid.TryParseExact(id, "D", out var erasureId)
            && await erasures.FindAsync(erasureId, cancellationToken) is { } erasure && erasure.IsTest == client.IsTest
            ? Results.Json(ErasureView.Of(erasure), HttpJson.Readable.ErasureView)
            : new ProblemResult(Problem.NotFound);
    }
}
