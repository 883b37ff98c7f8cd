using System.Globalization;
using Azure.Storage.Queues.Models;
using Peyk.Runtime.Discovery;

namespace Peyk.Runtime.CustomHandler;

/// <summary>The queue message of an invocation, as the queue itself would have given it.</summary>
internal static class QueueInvocation
{
    public static QueueMessage Message(HostInvocation invocation, Function function) => QueuesModelFactory.QueueMessage(
        messageId: invocation.Metadata("Id") ?? "",
        popReceipt: invocation.Metadata("PopReceipt") ?? "",
        body: BinaryData.FromString(EncodedText.Decode(invocation.InputOf(function))),
        dequeueCount: long.TryParse(invocation.Metadata("DequeueCount"), CultureInfo.InvariantCulture, out var count) ? count : 1,
        nextVisibleOn: Moment(invocation, "NextVisibleTime"),
        insertedOn: Moment(invocation, "InsertionTime"),
        expiresOn: Moment(invocation, "ExpirationTime"));

    private static DateTimeOffset? Moment(HostInvocation invocation, string name) =>
        DateTimeOffset.TryParse(invocation.Metadata(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
}
