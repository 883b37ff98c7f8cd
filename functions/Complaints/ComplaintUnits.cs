using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Text;
using Peyk.Core.Addresses;
using Peyk.Core.Cases;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Complaints;

/// <summary>Who answers complaints, and by when.</summary>
public sealed class ComplaintUnits(ServiceCatalog services, WorkingWeek week, IOptions<ComplaintOptions> options, IOptions<PeykOptions> peyk)
{
    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[peyk.Value.TimeZone];

    /// <summary>The unit of a service; what its file does not say, and what belongs to no service, is the organisation's.</summary>
    public ServiceUnit Of(string? service)
    {
        var usual = options.Value;
        var own = service is null ? null : services.Find(service)?.Unit;
        return new(
            own?.Email ?? Address(usual.UnitEmail), own?.Escalation ?? Address(usual.EscalationEmail),
            own is null || own == ServiceUnit.Unnamed ? new(usual.AnswerDays, Working: true) : own.AnswerWithin);
    }

    /// <summary>End of the day by which an answer is promised.</summary>
    public DateTimeOffset PromiseOf(string? service, DateTimeOffset now) =>
        _zone.AtStartOfDay(week.Add(Day(now), Of(service).AnswerWithin).PlusDays(1)).ToDateTimeOffset();

    /// <summary>The last day of a promise, as templates take dates.</summary>
    public string DayOf(DateTimeOffset promisedBy) => LocalDatePattern.Iso.Format(LastDayOf(promisedBy));

    public LocalDate LastDayOf(DateTimeOffset promisedBy) => Day(promisedBy).PlusDays(-1);

    private LocalDate Day(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(_zone).Date;

    private static EmailAddress? Address(string? text) => string.IsNullOrWhiteSpace(text) ? null : EmailAddress.Parse(text);
}
