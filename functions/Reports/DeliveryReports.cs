using Microsoft.Extensions.Options;
using Peyk.Core.Deliveries;
using Peyk.Core.Reports;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Reports;

/// <summary>Puts reports together out of the days' figures; it reads at most one row a day and no log.</summary>
public sealed class DeliveryReports(DayFigures days, DeliveryRollups rollups, IOptions<ReportOptions> options, IOptions<PeykOptions> peyk)
{
    /// <param name="query">What is asked for.</param>
    /// <param name="isTest">Whether those of test keys are wanted, which are never mixed with the others.</param>
    public async Task<DeliveryReport> ComputeAsync(DeliveryReportQuery query, bool isTest, CancellationToken cancellationToken)
    {
        var countedAt = rollups.CountedAtAsync(cancellationToken);
        var groups = new Dictionary<GroupName, GroupSum>();
        var sizes = query.IsPersonal ? new Dictionary<GroupName, GroupSize>() : null;
        foreach (var (day, figures) in await days.ReadAsync(query.From, query.To, cancellationToken))
        {
            var name = GroupName.Of(query, day);
            foreach (var stored in figures.Groups.Where(g => (g.Test ?? false) == isTest))
                Add(query, name, stored, groups, sizes);
        }

        var hidden = sizes is null
            ? new HashSet<GroupName>()
            : SmallGroups.Find(sizes.ToDictionary(s => s.Key, s => s.Value.Persons), options.Value.SmallestGroup);
        var isTooSmall = hidden.Count > 0 && sizes!.Sum(s => s.Value.Persons) < options.Value.SmallestGroup;
        var hiddenGroups = groups.Where(g => hidden.Contains(g.Key.Persons)).ToList();
        var total = new GroupSum();
        foreach (var group in groups.Values)
            total.Add(group);
        return new(
            GroupName.Written(query.From.WithCalendar(query.Calendar)),
            GroupName.Written(query.To.WithCalendar(query.Calendar)),
            peyk.Value.TimeZone,
            [.. query.GroupBy.Select(d => d.ToWord())],
            await countedAt,
            isTooSmall ? null : total.ToReport(),
            query.GroupBy.IsEmpty ? [] : [.. GroupName.Sort(groups.Where(g => !hidden.Contains(g.Key.Persons))).Select(g => Group(g.Key, g.Value))],
            hiddenGroups.Count == 0 ? null : new(hiddenGroups.Count, isTooSmall ? null : hiddenGroups.Sum(g => g.Value.Deliveries)));
    }

    private static void Add(
        DeliveryReportQuery query, GroupName day, StoredGroup stored, Dictionary<GroupName, GroupSum> groups, Dictionary<GroupName, GroupSize>? sizes)
    {
        var key = stored.Key;
        // How many persons a group has does not depend on which of their messages' outcomes are asked for.
        if (!query.Passes(key, d => !d.IsOutcome()))
            return;
        var name = GroupName.Of(query, day, key);
        if (sizes is not null)
            Size(name, key, stored, sizes);
        if (!query.Passes(key, d => d.IsOutcome()))
            return;
        if (!groups.TryGetValue(name, out var sum))
            groups.Add(name, sum = new());
        sum.Add(stored);
    }

    private static void Size(GroupName name, DeliveryKey key, StoredGroup stored, Dictionary<GroupName, GroupSize> sizes)
    {
        if (!sizes.TryGetValue(name.Persons, out var size))
            sizes.Add(name.Persons, size = new());
        size.Add(key.Channel, stored.Deliveries);
    }

    private static DeliveryReportGroup Group(GroupName name, GroupSum sum) => new(
        name.Day, name.Month, name.Kind, name.Service, name.Channel, name.Template, name.Language, name.Status, name.Reason, sum.ToReport());

    /// <summary>A notification has at most one delivery on a channel: the larger channel has at most as many as there are notifications.</summary>
    private sealed class GroupSize
    {
        private readonly Dictionary<Channel, long> _channels = [];

        public long Persons => _channels.Values.Max();

        public void Add(Channel channel, long deliveries) => _channels[channel] = _channels.GetValueOrDefault(channel) + deliveries;
    }
}
