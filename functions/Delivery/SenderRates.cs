using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery.Email;
using Peyk.Functions.Delivery.Sms;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Delivery;

/// <summary>Whether a message may be sent now.</summary>
public abstract record Turn
{
    private Turn()
    {
    }

    /// <param name="HasWaited">For so long that what was asked before may have changed.</param>
    public sealed record Go(bool HasWaited) : Turn;

    /// <param name="Until">Its place in the line, or the end of the provider's pause.</param>
    public sealed record Later(DateTimeOffset Until, RateLimit Limit) : Turn;
}

/// <summary>
/// Rates and daily caps of the senders, which hold for all instances together: options <c>MessagesPerSecond</c> and <c>DailyCap</c> of
/// the providers. Without them nothing is counted; then all that is shared is a provider's wish for a pause.
/// </summary>
public sealed class SenderRates(
    TableServiceClient tables,
    IOptions<TwilioOptions> twilio,
    IOptions<SendGridOptions> sendGrid,
    IOptions<PeykOptions> peyk,
    TimeProvider time)
{
    private static readonly TimeSpan WorthAnotherTry = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Channel, SenderGate> _gates = new()
    {
        [Channel.Sms] = Gate(Channel.Sms, twilio.Value.MessagesPerSecond, twilio.Value.DailyCap, tables, peyk.Value, time),
        [Channel.Email] = Gate(Channel.Email, sendGrid.Value.MessagesPerSecond, sendGrid.Value.DailyCap, tables, peyk.Value, time),
    };

    private readonly double[] _rates = [twilio.Value.MessagesPerSecond, sendGrid.Value.MessagesPerSecond];

    /// <summary>
    /// Waits some seconds for a message's turn; gives it a place in the line when that would not do. Every sending takes a turn of its own.
    /// </summary>
    /// <param name="comesBack">It stood in the line before, so that it need not go behind those that stand there now.</param>
    public Task<Turn> AskAsync(Channel channel, Lane lane, bool comesBack, CancellationToken cancellationToken) =>
        _gates[channel].AskAsync(lane, comesBack, cancellationToken);

    /// <inheritdoc cref="SenderGate.AskManyAsync"/>
    public Task<Turn> AskManyAsync(Channel channel, Lane lane, int count, CancellationToken cancellationToken) =>
        _gates[channel].AskManyAsync(lane, count, cancellationToken);

    /// <summary>Most recipients of one call, so that its sendings are one block of the rate; <see cref="int.MaxValue"/> without a rate.</summary>
    public int MostAtOnce(Channel channel, Lane lane) => _gates[channel].MostAtOnce(lane);

    /// <summary>Has every instance pause: the provider said that it gets too much.</summary>
    public Task PauseAsync(Channel channel, TimeSpan pause, CancellationToken cancellationToken) =>
        _gates[channel].PauseAsync(time.GetUtcNow() + pause, cancellationToken);

    /// <summary>How many messages the slowest sender takes within a minute: more need not wait in queues. Null without a rate.</summary>
    public int? PerMinute => _rates.Where(r => r > 0).Select(r => (int?)Math.Ceiling(r * WorthAnotherTry.TotalSeconds)).Min();

    private static SenderGate Gate(
        Channel channel, double perSecond, int dailyCap, TableServiceClient tables, PeykOptions peyk, TimeProvider time) =>
        new(new SenderRules(perSecond, dailyCap, DateTimeZoneProviders.Tzdb[peyk.TimeZone]), new SenderStore(tables, channel), time);
}
