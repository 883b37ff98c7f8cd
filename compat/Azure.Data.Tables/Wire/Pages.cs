#nullable enable
using Azure.Core;

namespace Azure.Data.Tables.Wire;

/// <summary>How a query asks for one page and reads it.</summary>
internal sealed record PageSource<T>(
    TableAccount Account,
    Func<string?, int?, HttpMessage> Request,
    Func<Response, IReadOnlyList<T>> Items,
    Func<Response, string?> Continuation,
    int? PageSize,
    CancellationToken CancellationToken) where T : notnull
{
    public Page<T> Read(Response response) => Page<T>.FromValues(Items(response), Continuation(response), response);
}

/// <summary>Pages until the service gives no continuation; a page may be empty and still have one.</summary>
internal sealed class AsyncPages<T>(PageSource<T> source) : AsyncPageable<T>(source.CancellationToken) where T : notnull
{
    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        do
        {
            var message = source.Request(continuationToken, pageSizeHint ?? source.PageSize);
            var page = source.Read(await source.Account.SendAsync(message, CancellationToken).ConfigureAwait(false));
            yield return page;
            continuationToken = page.ContinuationToken;
        }
        while (!string.IsNullOrEmpty(continuationToken));
    }
}

/// <inheritdoc cref="AsyncPages{T}"/>
internal sealed class SyncPages<T>(PageSource<T> source) : Pageable<T>(source.CancellationToken) where T : notnull
{
    public override IEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        do
        {
            var page = source.Read(source.Account.Send(source.Request(continuationToken, pageSizeHint ?? source.PageSize), CancellationToken));
            yield return page;
            continuationToken = page.ContinuationToken;
        }
        while (!string.IsNullOrEmpty(continuationToken));
    }
}
