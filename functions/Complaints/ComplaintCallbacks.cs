using Peyk.Functions.Callbacks;

namespace Peyk.Functions.Complaints;

/// <summary>Tells a client of its complaints at its callback address, if it has one.</summary>
public sealed class ComplaintCallbacks(CallbackEndpoints endpoints, CallbackStore store, CallbackEvents events, CallbackHints hints, TimeProvider time)
{
    /// <summary>Tells it once, however often this is called.</summary>
    public async Task TellAsync(Complaint complaint, string word, CancellationToken cancellationToken)
    {
        if (await endpoints.FindAsync(complaint.ClientId, cancellationToken) is not { State: CallbackEndpointState.Enabled })
            return;
        await store.AddAsync(Callback.Of(complaint.ClientId, events.Of(complaint, word), time.GetUtcNow()), cancellationToken);
        await hints.PutAsync(complaint.ClientId, cancellationToken);
    }
}
