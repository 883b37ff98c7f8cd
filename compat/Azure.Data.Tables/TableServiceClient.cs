using Azure.Core;
using Azure.Data.Tables.Models;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables;

/// <summary>The tables of an account. Table clients got from it share its pipeline and connections.</summary>
public class TableServiceClient
{
    private readonly TableAccount account;

    public TableServiceClient(string connectionString)
        : this(connectionString, null)
    {
    }

    /// <exception cref="FormatException">The connection string does not name an endpoint and a key.</exception>
    public TableServiceClient(string connectionString, TableClientOptions options = null) =>
        account = TableAccount.With(connectionString, options);

    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential)
        : this(endpoint, credential, null)
    {
    }

    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions options) =>
        account = TableAccount.With(endpoint, credential, options);

    /// <exception cref="ArgumentException">The endpoint is not https.</exception>
    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions options = null) =>
        account = TableAccount.With(endpoint, tokenCredential, options);

    protected TableServiceClient()
    {
    }

    public virtual string AccountName => account.Name;

    public virtual Uri Uri => new(account.Endpoint);

    /// <inheritdoc cref="TableClient.CreateQueryFilter(FormattableString)"/>
    public static string CreateQueryFilter(FormattableString filter) => TableClient.CreateQueryFilter(filter);

    public virtual TableClient GetTableClient(string tableName) => new(account, tableName);

    /// <inheritdoc cref="TableClient.CreateAsync"/>
    public virtual Task<Response<TableItem>> CreateTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).CreateAsync(cancellationToken);

    /// <inheritdoc cref="TableClient.CreateAsync"/>
    public virtual Response<TableItem> CreateTable(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).Create(cancellationToken);

    /// <inheritdoc cref="TableClient.CreateIfNotExistsAsync"/>
    public virtual Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).CreateIfNotExistsAsync(cancellationToken);

    /// <inheritdoc cref="TableClient.CreateIfNotExistsAsync"/>
    public virtual Response<TableItem> CreateTableIfNotExists(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).CreateIfNotExists(cancellationToken);

    /// <inheritdoc cref="TableClient.DeleteAsync"/>
    public virtual Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).DeleteAsync(cancellationToken);

    /// <inheritdoc cref="TableClient.DeleteAsync"/>
    public virtual Response DeleteTable(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).Delete(cancellationToken);

    /// <param name="filter">OData on <c>TableName</c>; all tables without it.</param>
    /// <param name="maxPerPage">1 to 1000.</param>
    public virtual AsyncPageable<TableItem> QueryAsync(
        string filter = null,
        int? maxPerPage = null,
        CancellationToken cancellationToken = default) =>
        new AsyncPages<TableItem>(Pages(filter, maxPerPage, cancellationToken));

    /// <inheritdoc cref="QueryAsync"/>
    public virtual Pageable<TableItem> Query(string filter = null, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        new SyncPages<TableItem>(Pages(filter, maxPerPage, cancellationToken));

    private PageSource<TableItem> Pages(string filter, int? maxPerPage, CancellationToken cancellationToken) => new(
        account,
        (continuation, size) => TableRequests.List(account, filter, continuation, size),
        response => [.. EntityReader.ReadTableNames(response).Select(table => new TableItem(table))],
        TableRequests.NextTable,
        maxPerPage,
        cancellationToken);
}
