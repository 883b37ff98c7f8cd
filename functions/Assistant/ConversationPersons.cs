using System.Text.Json.Nodes;
using Peyk.Core.Deliveries;
using Peyk.Functions.Shared;
using Peyk.Functions.Contacts;

namespace Peyk.Functions.Assistant;

/// <summary>
/// Shows and erases what a person texted. A text bears no name: of a telephone that others have too nobody can say whose it was, so that it
/// is left alone and goes after 30 days.
/// </summary>
public sealed class ConversationPersons(ConversationData data) : IPersonalData
{
    public string Name => "messages";

    public async Task<JsonNode?> ExportAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var held = new JsonArray();
        foreach (var sender in Senders(subject))
        {
            foreach (var text in await data.ExportAsync(sender, cancellationToken))
            {
                held.Add((JsonNode)new JsonObject
                {
                    ["receivedAt"] = text.ReceivedAt, ["text"] = text.Text, ["outcome"] = text.Outcome?.ToWord(), ["code"] = text.Code, ["answer"] = text.Answer,
                });
            }
        }

        return held.Count == 0 ? null : held;
    }

    public async Task<ErasedPart> EraseAsync(DataSubject subject, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var sender in Senders(subject))
            count += await data.EraseAsync(sender, subject.Until, cancellationToken);
        return new(count);
    }

    private static IEnumerable<string> Senders(DataSubject subject) => subject.IsTest
        ? []
        : subject.Addresses.Where(a => a is { Channel: Channel.Sms, IsShared: false }).Select(a => a.Hash);
}
