using System.Globalization;
using System.Runtime.Serialization;

namespace Azure.Data.Tables;

/// <summary>An entity-group transaction was refused; nothing of it was applied.</summary>
public class TableTransactionFailedException : RequestFailedException, ISerializable
{
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : base(
            requestFailedException.Status,
            requestFailedException.Message,
            requestFailedException.ErrorCode,
            requestFailedException.InnerException) =>
        FailedTransactionActionIndex = LeadingIndex(requestFailedException.Message);

#pragma warning disable SYSLIB0051 // The official class has this constructor.
    protected TableTransactionFailedException(SerializationInfo info, StreamingContext context)
        : base(info, context)
    {
    }
#pragma warning restore SYSLIB0051

    /// <summary>The action, counted from 0, that was refused; null when the service did not say.</summary>
    public int? FailedTransactionActionIndex { get; }

    // The service writes "3:The specified entity already exists…".
    private static int? LeadingIndex(string message)
    {
        var colon = message.IndexOf(':');
        return colon > 0 && int.TryParse(message.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : null;
    }
}
