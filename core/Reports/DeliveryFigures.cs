using Peyk.Core.Deliveries;

namespace Peyk.Core.Reports;

/// <summary>What is known of the deliveries of a group. Those of several groups or days can be added up.</summary>
public sealed class DeliveryFigures
{
    private readonly SortedDictionary<string, Cost> _costs = new(StringComparer.Ordinal);

    public long Deliveries { get; set; }

    /// <summary>Notifications whose first delivery is among them: over all groups, each notification counts once.</summary>
    public long Notifications { get; set; }

    /// <summary>Attempts that the provider took.</summary>
    public long Taken { get; set; }

    /// <summary>Segments of the SMS, and e-mails, that the provider took.</summary>
    public long Units { get; set; }

    /// <summary>Attempts that the provider took and of which no price is known.</summary>
    public long Unpriced { get; set; }

    /// <summary>By currency.</summary>
    public IReadOnlyDictionary<string, Cost> Costs => _costs;

    /// <summary>From acceptance to the provider's, of those that were not put off on purpose.</summary>
    public DurationHistogram ToSent { get; } = new();

    /// <summary>From the provider's to the recipient's.</summary>
    public DurationHistogram ToDelivered { get; } = new();

    public void AddCost(string currency, Cost cost) => _costs[currency] = _costs.GetValueOrDefault(currency) + cost;

    public void Add(DeliveryFigures other)
    {
        Deliveries += other.Deliveries;
        Notifications += other.Notifications;
        Taken += other.Taken;
        Units += other.Units;
        Unpriced += other.Unpriced;
        foreach (var (currency, cost) in other.Costs)
            AddCost(currency, cost);
        ToSent.Add(other.ToSent);
        ToDelivered.Add(other.ToDelivered);
    }

    public void Add(CountedDelivery delivery)
    {
        Deliveries++;
        Notifications += delivery.IsFirst ? 1 : 0;
        if (delivery.ToSent is { } toSent)
            ToSent.Add(toSent);
        if (delivery.ToDelivered is { } toDelivered)
            ToDelivered.Add(toDelivered);
        foreach (var charge in delivery.Charges)
            AddTaken(charge, 1);
    }

    /// <summary>Counts attempts that the provider took.</summary>
    /// <param name="charge">What each of them costs; null where it is not known.</param>
    public void AddTaken(Charge? charge, long count)
    {
        Taken += count;
        Units += (charge?.Units ?? 1) * count;
        if (charge is { Amount: { } amount, Currency: { } currency })
            AddCost(currency, new(amount * count, charge.IsProviders ? amount * count : 0));
        else
            Unpriced += count;
    }
}

/// <summary>Money of one currency.</summary>
/// <param name="Told">The part of the amount that the provider told; the rest is reckoned by the price list.</param>
public readonly record struct Cost(decimal Amount, decimal Told)
{
    public static Cost operator +(Cost one, Cost other) => new(one.Amount + other.Amount, one.Told + other.Told);
}
