#nullable enable
using System.Globalization;
using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables.Wire;

/// <summary>The requests that concern whole tables, and queries.</summary>
internal static class TableRequests
{
    private const string NextPartitionKey = "x-ms-continuation-NextPartitionKey";
    private const string NextRowKey = "x-ms-continuation-NextRowKey";
    private const string NextTableName = "x-ms-continuation-NextTableName";

    public static HttpMessage Create(TableAccount account, string table) =>
        account.Request(RequestMethod.Post, "/Tables", JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["TableName"] = table }));

    public static HttpMessage Delete(TableAccount account, string table) =>
        account.Request(RequestMethod.Delete, $"/Tables('{Uri.EscapeDataString(table)}')");

    /// <summary>Passes an answer to <see cref="Create"/> on, unless the conflict is another one than “is there already”.</summary>
    public static Response PresentOrCreated(Response response)
    {
        if (response.Status != 409)
            return response;
        var failure = new RequestFailedException(response, innerException: null, TableErrors.Parser);
        return failure.ErrorCode == TableErrorCode.TableAlreadyExists ? response : throw failure;
    }

    /// <param name="continuation">What <see cref="NextEntity"/> gave: the service's two tokens with a space between.</param>
    public static HttpMessage Query(TableAccount account, string table, string? filter, string? select, string? continuation, int? size)
    {
        var message = Query(account, $"/{table}()", filter, size);
        if (select is not null)
            message.Request.Uri.AppendQuery("$select", select, escapeValue: true);
        if (continuation?.Split(' ', 2) is [var partitionKey, .. var rowKey])
        {
            message.Request.Uri.AppendQuery("NextPartitionKey", partitionKey, escapeValue: true);
            if (rowKey is [{ Length: > 0 } row])
                message.Request.Uri.AppendQuery("NextRowKey", row, escapeValue: true);
        }

        return message;
    }

    public static string? NextEntity(Response response)
    {
        if (!response.Headers.TryGetValue(NextPartitionKey, out var partitionKey))
            return null;
        return response.Headers.TryGetValue(NextRowKey, out var rowKey) ? $"{partitionKey} {rowKey}" : $"{partitionKey} ";
    }

    public static HttpMessage List(TableAccount account, string? filter, string? continuation, int? size)
    {
        var message = Query(account, "/Tables", filter, size);
        if (continuation is not null)
            message.Request.Uri.AppendQuery("NextTableName", continuation, escapeValue: true);
        return message;
    }

    public static string? NextTable(Response response) => response.Headers.TryGetValue(NextTableName, out var name) ? name : null;

    private static HttpMessage Query(TableAccount account, string path, string? filter, int? size)
    {
        var message = account.Request(RequestMethod.Get, path);
        if (size is not null)
            message.Request.Uri.AppendQuery("$top", size.Value.ToString(CultureInfo.InvariantCulture), escapeValue: true);
        if (!string.IsNullOrEmpty(filter))
            message.Request.Uri.AppendQuery("$filter", filter, escapeValue: true);
        return message;
    }
}
