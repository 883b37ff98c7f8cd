using Azure.Core;
using Azure.Core.Pipeline;

namespace Peyk.Functions.Tests.StatusUpdates;

/// <summary>Counts what is written to and read from the tables, and can fail once at a chosen place, as a crash would.</summary>
internal sealed class TableTraffic : HttpPipelineSynchronousPolicy
{
    private readonly Lock _lock = new();
    private readonly List<string> _operations = [];
    private string[]? _failAt;

    /// <summary>A line each: method, path, and the entities of a transaction.</summary>
    public IReadOnlyList<string> Operations
    {
        get
        {
            lock (_lock)
                return [.. _operations];
        }
    }

    public void Forget()
    {
        lock (_lock)
            _operations.Clear();
    }

    /// <summary>The next operation that has all these words ends as if the process had died before it.</summary>
    public void CrashBefore(params string[] words)
    {
        lock (_lock)
            _failAt = words;
    }

    public override void OnSendingRequest(HttpMessage message)
    {
        var operation = $"{message.Request.Method} {message.Request.Uri.Path} {Body(message.Request.Content)}";
        lock (_lock)
        {
            if (_failAt is not null && Array.TrueForAll(_failAt, word => operation.Contains(word, StringComparison.Ordinal)))
            {
                _failAt = null;
                throw new CrashException();
            }

            _operations.Add(operation);
        }
    }

    private static string Body(RequestContent? content)
    {
        if (content is null)
            return "";
        using var buffer = new MemoryStream();
        content.WriteTo(buffer, default);
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    public sealed class CrashException() : Exception("The process dies here.");
}
