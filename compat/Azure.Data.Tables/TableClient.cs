using System.Buffers;
using Azure.Core;
using Azure.Data.Tables.Models;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables;

/// <summary>
/// One table. Failures are <see cref="RequestFailedException"/> with the service's status and <see cref="RequestFailedException.ErrorCode"/>.
/// Transient ones (408, 429, 5xx, connection lost) are repeated as <see cref="ClientOptions.Retry"/> says, so a write whose first try
/// was applied but not answered may be told 409 or 412 by itself, as with the official client: callers that care compare what is stored.
/// </summary>
public class TableClient
{
    private static readonly RequestMethod Post = RequestMethod.Post;

    private readonly TableAccount account;
    private readonly string name;

    public TableClient(string connectionString, string tableName)
        : this(connectionString, tableName, null)
    {
    }

    /// <exception cref="FormatException">The connection string does not name an endpoint and a key.</exception>
    public TableClient(string connectionString, string tableName, TableClientOptions options = null)
        : this(TableAccount.With(connectionString, options), tableName)
    {
    }

    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential)
        : this(endpoint, tableName, credential, null)
    {
    }

    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential, TableClientOptions options = null)
        : this(TableAccount.With(endpoint, credential, options), tableName)
    {
    }

    /// <exception cref="ArgumentException">The endpoint is not https.</exception>
    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions options = null)
        : this(TableAccount.With(endpoint, tokenCredential, options), tableName)
    {
    }

    internal TableClient(TableAccount account, string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        this.account = account;
        name = tableName;
    }

    protected TableClient()
    {
    }

    public virtual string Name => name;

    public virtual string AccountName => account.Name;

    public virtual Uri Uri => new($"{account.Endpoint}/{name}");

    /// <summary>A filter whose interpolated values are quoted and escaped: <c>CreateQueryFilter($"PartitionKey eq {key}")</c>.</summary>
    public static string CreateQueryFilter(FormattableString filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return FilterText.Create(filter);
    }

    /// <exception cref="RequestFailedException">409 TableAlreadyExists; 409 TableBeingDeleted for about 40 s after a deletion.</exception>
    public virtual async Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default) =>
        Created(await account.SendAsync(TableRequests.Create(account, name), cancellationToken).ConfigureAwait(false));

    /// <inheritdoc cref="CreateAsync"/>
    public virtual Response<TableItem> Create(CancellationToken cancellationToken = default) =>
        Created(account.Send(TableRequests.Create(account, name), cancellationToken));

    /// <exception cref="RequestFailedException">409 TableBeingDeleted.</exception>
    public virtual async Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) =>
        Created(TableRequests.PresentOrCreated(
            await account.SendAsync(TableRequests.Create(account, name), cancellationToken, tolerated: 409).ConfigureAwait(false)));

    /// <inheritdoc cref="CreateIfNotExistsAsync"/>
    public virtual Response<TableItem> CreateIfNotExists(CancellationToken cancellationToken = default) =>
        Created(TableRequests.PresentOrCreated(account.Send(TableRequests.Create(account, name), cancellationToken, tolerated: 409)));

    /// <summary>Deletes the table; a table that is not there is answered with 404, not thrown.</summary>
    public virtual async Task<Response> DeleteAsync(CancellationToken cancellationToken = default) =>
        await account.SendAsync(TableRequests.Delete(account, name), cancellationToken, tolerated: 404).ConfigureAwait(false);

    /// <inheritdoc cref="DeleteAsync"/>
    public virtual Response Delete(CancellationToken cancellationToken = default) =>
        account.Send(TableRequests.Delete(account, name), cancellationToken, tolerated: 404);

    /// <summary>Inserts. Repeated by the pipeline after a lost answer, it may find its own entity and throw 409.</summary>
    /// <exception cref="RequestFailedException">409 EntityAlreadyExists, 404 TableNotFound, or 400 for what exceeds a limit.</exception>
    public virtual async Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default) where T : ITableEntity =>
        await account.SendAsync(Add(entity), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc cref="AddEntityAsync"/>
    public virtual Response AddEntity<T>(T entity, CancellationToken cancellationToken = default) where T : ITableEntity =>
        account.Send(Add(entity), cancellationToken);

    /// <summary>Inserts, or else merges into or replaces the present entity, whatever its version.</summary>
    public virtual async Task<Response> UpsertEntityAsync<T>(
        T entity,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default) where T : ITableEntity =>
        await account.SendAsync(Write(entity, mode, default), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc cref="UpsertEntityAsync"/>
    public virtual Response UpsertEntity<T>(
        T entity,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default) where T : ITableEntity =>
        account.Send(Write(entity, mode, default), cancellationToken);

    /// <summary>Merges into or replaces an entity that exists in the version <paramref name="ifMatch"/>, or in any for <see cref="ETag.All"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="ifMatch"/> is empty.</exception>
    /// <exception cref="RequestFailedException">412 UpdateConditionNotSatisfied, 404 ResourceNotFound.</exception>
    public virtual async Task<Response> UpdateEntityAsync<T>(
        T entity,
        ETag ifMatch,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default) where T : ITableEntity =>
        await account.SendAsync(Write(entity, mode, NotEmpty(ifMatch)), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc cref="UpdateEntityAsync"/>
    public virtual Response UpdateEntity<T>(
        T entity,
        ETag ifMatch,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default) where T : ITableEntity =>
        account.Send(Write(entity, mode, NotEmpty(ifMatch)), cancellationToken);

    /// <summary>Deletes, unconditionally without <paramref name="ifMatch"/>. What is not there is answered with 404, not thrown.</summary>
    /// <exception cref="RequestFailedException">412 UpdateConditionNotSatisfied.</exception>
    public virtual async Task<Response> DeleteEntityAsync(
        string partitionKey,
        string rowKey,
        ETag ifMatch = default,
        CancellationToken cancellationToken = default) =>
        await account.SendAsync(Delete(partitionKey, rowKey, ifMatch), cancellationToken, tolerated: 404).ConfigureAwait(false);

    /// <inheritdoc cref="DeleteEntityAsync(string, string, ETag, CancellationToken)"/>
    public virtual Response DeleteEntity(
        string partitionKey,
        string rowKey,
        ETag ifMatch = default,
        CancellationToken cancellationToken = default) =>
        account.Send(Delete(partitionKey, rowKey, ifMatch), cancellationToken, tolerated: 404);

    /// <inheritdoc cref="DeleteEntityAsync(string, string, ETag, CancellationToken)"/>
    public virtual Task<Response> DeleteEntityAsync(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);
    }

    /// <inheritdoc cref="DeleteEntityAsync(string, string, ETag, CancellationToken)"/>
    public virtual Response DeleteEntity(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DeleteEntity(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);
    }

    /// <exception cref="RequestFailedException">404 ResourceNotFound or TableNotFound.</exception>
    public virtual async Task<Response<T>> GetEntityAsync<T>(
        string partitionKey,
        string rowKey,
        IEnumerable<string> select = null,
        CancellationToken cancellationToken = default) where T : class, ITableEntity =>
        Found<T>(await account.SendAsync(Get(partitionKey, rowKey, select), cancellationToken).ConfigureAwait(false));

    /// <inheritdoc cref="GetEntityAsync"/>
    public virtual Response<T> GetEntity<T>(
        string partitionKey,
        string rowKey,
        IEnumerable<string> select = null,
        CancellationToken cancellationToken = default) where T : class, ITableEntity =>
        Found<T>(account.Send(Get(partitionKey, rowKey, select), cancellationToken));

    /// <summary>Like <see cref="GetEntityAsync"/>, with <see cref="NullableResponse{T}.HasValue"/> false where that throws 404.</summary>
    public virtual async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey,
        string rowKey,
        IEnumerable<string> select = null,
        CancellationToken cancellationToken = default) where T : class, ITableEntity =>
        FoundOrAbsent<T>(await account.SendAsync(Get(partitionKey, rowKey, select), cancellationToken, tolerated: 404).ConfigureAwait(false));

    /// <inheritdoc cref="GetEntityIfExistsAsync"/>
    public virtual NullableResponse<T> GetEntityIfExists<T>(
        string partitionKey,
        string rowKey,
        IEnumerable<string> select = null,
        CancellationToken cancellationToken = default) where T : class, ITableEntity =>
        FoundOrAbsent<T>(account.Send(Get(partitionKey, rowKey, select), cancellationToken, tolerated: 404));

    /// <summary>
    /// Entities by PartitionKey, then RowKey, asked for page by page while enumerating. A page may be empty and not the last.
    /// </summary>
    /// <param name="filter">OData; see <see cref="CreateQueryFilter(FormattableString)"/>. All entities without it.</param>
    /// <param name="maxPerPage">1 to 1000; the service may give fewer.</param>
    /// <param name="select">Properties to return, all without it.</param>
    public virtual AsyncPageable<T> QueryAsync<T>(
        string filter = null,
        int? maxPerPage = null,
        IEnumerable<string> select = null,
        CancellationToken cancellationToken = default) where T : class, ITableEntity =>
        new AsyncPages<T>(Pages<T>(filter, maxPerPage, select, cancellationToken));

    /// <inheritdoc cref="QueryAsync"/>
    public virtual Pageable<T> Query<T>(
        string filter = null,
        int? maxPerPage = null,
        IEnumerable<string> select = null,
        CancellationToken cancellationToken = default) where T : class, ITableEntity =>
        new SyncPages<T>(Pages<T>(filter, maxPerPage, select, cancellationToken));

    /// <summary>Writes at most 100 entities of one partition, all or none. The answers stand in the order of the actions.</summary>
    /// <exception cref="InvalidOperationException">There are no actions.</exception>
    /// <exception cref="TableTransactionFailedException">An action was refused and nothing is applied.</exception>
    public virtual async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions,
        CancellationToken cancellationToken = default) =>
        Submitted(await account.SendAsync(Submit(transactionActions), cancellationToken).ConfigureAwait(false));

    /// <inheritdoc cref="SubmitTransactionAsync"/>
    public virtual Response<IReadOnlyList<Response>> SubmitTransaction(
        IEnumerable<TableTransactionAction> transactionActions,
        CancellationToken cancellationToken = default) =>
        Submitted(account.Send(Submit(transactionActions), cancellationToken));

    private static ETag NotEmpty(ETag ifMatch) =>
        ifMatch == default ? throw new ArgumentException("An update needs an ETag, or ETag.All.", nameof(ifMatch)) : ifMatch;

    private static Response<T> Found<T>(Response response) where T : class, ITableEntity =>
        Response.FromValue(EntityReader.ReadOne<T>(response), response);

    private static NullableResponse<T> FoundOrAbsent<T>(Response response) where T : class, ITableEntity =>
        response.Status == 404 ? new AbsentEntity<T>(response) : Found<T>(response);

    private static Response<IReadOnlyList<Response>> Submitted(Response response) =>
        Response.FromValue(TransactionAnswer.Read(response), response);

    private Response<TableItem> Created(Response response) => Response.FromValue(new TableItem(name), response);

    private HttpMessage Add(ITableEntity entity) => account.Request(Post, "/" + name, Body(entity));

    private HttpMessage Write(ITableEntity entity, TableUpdateMode mode, ETag ifMatch)
    {
        var body = Body(entity);
        var method = mode switch
        {
            TableUpdateMode.Merge => RequestMethod.Patch,
            TableUpdateMode.Replace => RequestMethod.Put,
            _ => throw new ArgumentException($"There is no mode {mode}.", nameof(mode)),
        };
        var message = account.Request(method, EntityPath.Of(name, entity.PartitionKey, entity.RowKey), body);
        if (ifMatch != default)
            message.Request.Headers.SetValue("If-Match", ifMatch.ToString());
        return message;
    }

    private HttpMessage Delete(string partitionKey, string rowKey, ETag ifMatch)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        var message = account.Request(RequestMethod.Delete, EntityPath.Of(name, partitionKey, rowKey));
        message.Request.Headers.SetValue("If-Match", (ifMatch == default ? ETag.All : ifMatch).ToString());
        return message;
    }

    private HttpMessage Get(string partitionKey, string rowKey, IEnumerable<string> select)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        var message = account.Request(RequestMethod.Get, EntityPath.Of(name, partitionKey, rowKey));
        if (select != null)
            message.Request.Uri.AppendQuery("$select", string.Join(',', select), escapeValue: true);
        return message;
    }

    private PageSource<T> Pages<T>(string filter, int? maxPerPage, IEnumerable<string> select, CancellationToken cancellationToken)
        where T : class, ITableEntity
    {
        var columns = select == null ? null : string.Join(',', select);
        return new(
            account,
            (continuation, size) => TableRequests.Query(account, name, filter, columns, continuation, size),
            EntityReader.ReadMany<T>,
            TableRequests.NextEntity,
            maxPerPage,
            cancellationToken);
    }

    private HttpMessage Submit(IEnumerable<TableTransactionAction> actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        var list = actions.ToList();
        if (list.Count == 0)
            throw new InvalidOperationException("A transaction needs at least one action.");
        foreach (var action in list)
            CheckKeys(action.Entity);

        var transaction = Transaction.Of(account.Endpoint, name, list);
        return account.Request(Post, "/$batch", transaction.Body, transaction.ContentType);
    }

    private static ReadOnlyMemory<byte> Body(ITableEntity entity)
    {
        CheckKeys(entity);
        var body = new ArrayBufferWriter<byte>(1024);
        EntityWriter.Write(body, entity);
        return body.WrittenMemory;
    }

    private static void CheckKeys(ITableEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(entity.PartitionKey);
        ArgumentNullException.ThrowIfNull(entity.RowKey);
    }
}
