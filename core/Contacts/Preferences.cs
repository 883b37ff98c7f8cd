using System.Collections.Immutable;
using Peyk.Core.Addresses;
using Peyk.Core.Deliveries;

namespace Peyk.Core.Contacts;

/// <summary>A topic that a person does not want on a channel.</summary>
public sealed record OptOut(string Topic, Channel Channel);

/// <summary>How a person wants to be reached. What is left open is the deployment's to decide.</summary>
/// <param name="Language">Null: not said.</param>
/// <param name="TimeZone">Id of the tz database; null: the organisation's.</param>
/// <param name="Order">Channels, best first; empty: the usual order.</param>
/// <param name="QuietHours">Null: the deployment's.</param>
/// <param name="PausedUntil">Until then nothing but what is urgent is sent.</param>
/// <param name="OptOuts">Topics that are not wanted, each on one channel.</param>
public sealed record Preferences(
    LanguageTag? Language = null,
    string? TimeZone = null,
    ImmutableArray<Channel> Order = default,
    QuietHours? QuietHours = null,
    DateTimeOffset? PausedUntil = null,
    ImmutableArray<OptOut> OptOuts = default)
{
    public static Preferences None { get; } = new();

    public ImmutableArray<Channel> Order { get; init; } = Order.IsDefault ? [] : Order;

    public ImmutableArray<OptOut> OptOuts { get; init; } = OptOuts.IsDefault ? [] : OptOuts;

    public bool Wants(string topic, Channel channel) => !OptOuts.Contains(new OptOut(topic, channel));
}
