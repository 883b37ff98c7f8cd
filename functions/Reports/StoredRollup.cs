using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Peyk.Core.Deliveries;
using Peyk.Core.Reports;
using Peyk.Functions.Shared;

namespace Peyk.Functions.Reports;

/// <summary>A day's figures as they lie in their row: JSON, compressed. The same figures always give the same bytes.</summary>
/// <param name="Groups">In the order of <see cref="DeliveryTally.InOrder"/>.</param>
public sealed record StoredRollup(IReadOnlyList<StoredGroup> Groups)
{
    public static byte[] Write(DeliveryTally tally) =>
        DayJson.Write(new StoredRollup([.. tally.InOrder.Select(g => StoredGroup.From(g.Key, g.Value))]), PeykJson.Default.StoredRollup);

    public static StoredRollup Read(byte[] bytes) => DayJson.Read(bytes, PeykJson.Default.StoredRollup);
}

/// <param name="Notifications">And so on: see <see cref="DeliveryFigures"/>.</param>
/// <param name="ToSent">Buckets and counts in turn, milliseconds.</param>
/// <param name="ToDelivered">The same.</param>
public sealed record StoredGroup(
    string Kind, Channel Channel, string Template, string Language, DeliveryStatus Status, long Deliveries, long Notifications, long Taken, long Units,
    long Unpriced, ImmutableArray<long> ToSent, ImmutableArray<long> ToDelivered, string? Service = null, Reason? Reason = null, bool? Test = null,
    IReadOnlyList<StoredCost>? Costs = null)
{
    public static StoredGroup From(DeliveryKey key, DeliveryFigures figures) => new(
        key.Kind, key.Channel, key.Template, key.Language, key.Status, figures.Deliveries, figures.Notifications, figures.Taken, figures.Units, figures.Unpriced,
        DayJson.Flat(figures.ToSent), DayJson.Flat(figures.ToDelivered), key.Service, key.Reason, key.IsTest ? true : null,
        figures.Costs.Count == 0 ? null : [.. figures.Costs.Select(c => new StoredCost(c.Key, c.Value.Amount, c.Value.Told))]);

    [JsonIgnore]
    public DeliveryKey Key => new(Kind, Service, Channel, Template, Language, Status, Reason, Test ?? false);

    /// <summary>About what it takes in memory.</summary>
    [JsonIgnore]
    public long Bytes => 400 + (sizeof(long) * (ToSent.Length + ToDelivered.Length));

    /// <summary>Adds its figures to others.</summary>
    public void AddTo(DeliveryFigures figures)
    {
        figures.Deliveries += Deliveries;
        figures.Notifications += Notifications;
        figures.Taken += Taken;
        figures.Units += Units;
        figures.Unpriced += Unpriced;
        foreach (var cost in Costs ?? [])
            figures.AddCost(cost.Currency, new(cost.Amount, cost.Told));
        DayJson.Fill(figures.ToSent, ToSent);
        DayJson.Fill(figures.ToDelivered, ToDelivered);
    }
}

public sealed record StoredCost(string Currency, decimal Amount, decimal Told);
