using NodaTime;
using Peyk.Core.Deliveries;

namespace Peyk.Core.Contacts;

/// <summary>Whether a message may go to a person now.</summary>
public abstract record Verdict
{
    private Verdict()
    {
    }

    public sealed record Send : Verdict
    {
        public static Send Now { get; } = new();
    }

    /// <summary>Not before <paramref name="Until"/>.</summary>
    public sealed record Hold(DateTimeOffset Until) : Verdict;

    /// <summary>Not at all.</summary>
    public sealed record Suppress(Reason Reason) : Verdict;
}

/// <summary>A message at the moment in which it would be sent.</summary>
/// <param name="Topic">What it is about, as people choose among it.</param>
/// <param name="Urgent">It passes topics, pauses and quiet hours; it never passes a carrier's or mail provider's opt-out.</param>
/// <param name="Spread">From 0 to 1: its place among all that are released together.</param>
/// <param name="IsMandatory">Its topic cannot be switched off; pauses and quiet hours hold all the same.</param>
public sealed record SendingMoment(
    string Topic, Channel Channel, bool Urgent, DateTimeOffset Now, DateTimeOffset ExpiresAt, double Spread, bool IsMandatory = false);

/// <summary>The deployment's own rules.</summary>
/// <param name="QuietHours">For persons who chose none.</param>
/// <param name="QuietChannels">Channels that disturb; the others know no quiet hours.</param>
/// <param name="ReleaseOver">Time over which what was held is spread, so that it does not come all at once.</param>
/// <param name="TimeZone">For persons whose time zone is not known.</param>
public sealed record SendingPolicy(QuietHours QuietHours, IReadOnlySet<Channel> QuietChannels, TimeSpan ReleaseOver, DateTimeZone TimeZone);

public static class SendingRules
{
    /// <param name="blocked">Why nothing may go to this address at all; null when it may.</param>
    /// <param name="timeZone">Id of the zone that the message was posted with; it wins over the person's.</param>
    public static Verdict Judge(Preferences preferences, Reason? blocked, string? timeZone, SendingMoment moment, SendingPolicy policy)
    {
        if (blocked is { } reason)
            return new Verdict.Suppress(reason);
        if (moment.Urgent)
            return Verdict.Send.Now;
        if (!moment.IsMandatory && !preferences.Wants(moment.Topic, moment.Channel))
            return new Verdict.Suppress(Reason.OptedOut);
        if (preferences.PausedUntil is { } paused && paused > moment.Now)
            return paused < moment.ExpiresAt ? new Verdict.Hold(Spread(paused, moment, policy)) : new Verdict.Suppress(Reason.Paused);
        return QuietUntil(preferences, timeZone, moment, policy) is { } until
            ? new Verdict.Hold(Spread(until, moment, policy))
            : Verdict.Send.Now;
    }

    private static DateTimeOffset? QuietUntil(Preferences preferences, string? timeZone, SendingMoment moment, SendingPolicy policy)
    {
        if (!policy.QuietChannels.Contains(moment.Channel))
            return null;
        var zone = (timeZone ?? preferences.TimeZone) is { } id ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) : null;
        var hours = preferences.QuietHours ?? policy.QuietHours;
        return hours.EndAfter(Instant.FromDateTimeOffset(moment.Now), zone ?? policy.TimeZone)?.ToDateTimeOffset();
    }

    private static DateTimeOffset Spread(DateTimeOffset until, SendingMoment moment, SendingPolicy policy)
    {
        var spread = until + (policy.ReleaseOver * moment.Spread);
        // Who would come too late by the spread alone goes at once.
        return spread < moment.ExpiresAt ? spread : until;
    }
}
