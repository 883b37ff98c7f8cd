using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Functions.Feedback;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Complaints;

/// <summary>A complaint in the citizen's own words.</summary>
/// <param name="Subject">Where it comes from: a number's hash, a case, a request. What comes from there on one day is one complaint.</param>
/// <param name="At">When it came: the same whenever it is told again.</param>
public sealed record SpokenComplaint(
    string Subject, DateTimeOffset At, string ClientId, bool IsTest, ComplaintSource Source, string? Service, string Language, Guid? Request,
    FeedbackPerson Person, string Text);

/// <summary>Where words of complaint belong.</summary>
/// <param name="IsNew">No complaint is open there yet.</param>
public sealed record ComplaintPlace(Guid Id, string Code, bool IsNew);

/// <summary>
/// Opens complaints of what citizens say, by SMS or in the form. Who says more on the same day adds to the complaint, until it is
/// answered; so nobody fills the desk by repeating themselves.
/// </summary>
public sealed class SpokenComplaints(ComplaintStore store, ComplaintDesk desk, ComplaintCodes codes, DerivedIds ids, IOptions<PeykOptions> options)
{
    /// <summary>Complaints of one subject on one day, each opened after the one before was answered.</summary>
    private const int MostADay = 3;

    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[options.Value.TimeZone];

    /// <summary>Where words belong; null when there were enough complaints for a day. It changes nothing.</summary>
    public async Task<ComplaintPlace?> FindPlaceAsync(string subject, DateTimeOffset at, string text, CancellationToken cancellationToken)
    {
        foreach (var id in IdsOf(subject, at))
        {
            var known = await store.FindAsync(id, cancellationToken);
            if (known is null or { IsWaiting: true } || known.Matter?.Says(text) == true)
                return new(id, codes.Of(id), known is null);
        }

        return null;
    }

    /// <summary>The last complaint of a subject on a day; null when there is none.</summary>
    public async Task<Complaint?> FindLastAsync(string subject, DateTimeOffset at, CancellationToken cancellationToken)
    {
        Complaint? last = null;
        foreach (var id in IdsOf(subject, at))
        {
            if (await store.FindAsync(id, cancellationToken) is not { } known)
                break;
            last = known;
        }

        return last;
    }

    /// <summary>Opens a complaint, or adds the words to the one that is open. Doing so again changes nothing.</summary>
    /// <returns>Null when there were enough complaints for a day.</returns>
    public async Task<Complaint?> OpenAsync(SpokenComplaint said, CancellationToken cancellationToken) =>
        await FindPlaceAsync(said.Subject, said.At, said.Text, cancellationToken) is not { } place ? null : await desk.OpenAsync(
            new(place.Id, said.ClientId, said.IsTest, said.Source, said.Service, said.Language, said.Request, new(said.Person, said.Text)), cancellationToken);

    private IEnumerable<Guid> IdsOf(string subject, DateTimeOffset at)
    {
        var day = _zone.AtStartOfDay(Instant.FromDateTimeOffset(at).InZone(_zone).Date).ToDateTimeOffset();
        return Enumerable.Range(0, MostADay).Select(number => ids.Of(day, "spoken-complaint", $"{subject}|{number}"));
    }
}
