using System.Diagnostics.Metrics;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Peyk.Runtime;

/// <summary>
/// Counts every request to the storage account, repeats included: that is what the account bills and limits. Add it to a client's
/// options at <see cref="HttpPipelinePosition.PerRetry"/>.
/// </summary>
public sealed class StorageOperations : HttpPipelineSynchronousPolicy
{
    private static readonly Counter<long> Operations =
        RuntimeTelemetry.Meter.CreateCounter<long>("peyk.storage.operations", "{operation}", "Requests to the storage account, by service and operation");

    private readonly string _service;
    private readonly Func<RequestMethod, string, string> _nameOf;

    private StorageOperations(string service, Func<RequestMethod, string, string> nameOf)
    {
        _service = service;
        _nameOf = nameOf;
    }

    public static StorageOperations OfTables { get; } = new("table", OfTable);

    public static StorageOperations OfQueues { get; } = new("queue", OfQueue);

    public static StorageOperations OfBlobs { get; } = new("blob", OfBlob);

    public override void OnSendingRequest(HttpMessage message)
    {
        if (Operations.Enabled)
            Operations.Add(1, new("service", _service), new("operation", _nameOf(message.Request.Method, message.Request.Uri.Path ?? "")));
    }

    private static string OfTable(RequestMethod method, string path)
    {
        if (path.EndsWith("/$batch", StringComparison.Ordinal))
            return "transaction";
        if (path.Contains("/Tables", StringComparison.Ordinal) && !path.Contains("PartitionKey", StringComparison.Ordinal))
            return "manage";
        if (method == RequestMethod.Post)
            return "insert";
        if (method == RequestMethod.Get)
            return path.Contains("PartitionKey", StringComparison.Ordinal) ? "get" : "query";
        return method == RequestMethod.Delete ? "delete" : "update";
    }

    private static string OfQueue(RequestMethod method, string path)
    {
        if (!path.Contains("/messages", StringComparison.Ordinal))
            return "manage";
        if (method == RequestMethod.Post)
            return "put";
        if (method == RequestMethod.Get)
            return "get";
        return method == RequestMethod.Delete ? "delete" : "update";
    }

    private static string OfBlob(RequestMethod method, string path) => method == RequestMethod.Get || method == RequestMethod.Head ? "read" : "write";
}
