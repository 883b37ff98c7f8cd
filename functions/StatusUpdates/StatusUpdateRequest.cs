using System.Text.Json;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.StatusUpdates;

/// <summary>The body of <c>POST /api/v1/status-updates</c>, as far as its form can be judged without looking anything up.</summary>
public sealed record StatusUpdateRequest(
    Recipient To,
    CaseRequest Case,
    ChannelChoice Channels,
    string? Template,
    JsonElement? Data,
    string? Reference,
    bool Urgent,
    bool Notify,
    SendingTimes Times)
{
    /// <param name="now">The moment against which times are judged: that of the first request when one is repeated.</param>
    public static StatusUpdateRequest? Read(JsonElement body, DateTimeOffset now, PeykOptions options, List<FieldError> errors)
    {
        if (RequestReader.Root(body, errors) is not { } reader)
            return null;
        // A step that is only recorded needs nobody to tell it to.
        var notify = reader.Boolean("notify") ?? true;
        var to = reader.Object("to", required: notify) is { } recipient ? Recipient.Read(recipient, addressRequired: notify) : Recipient.Nobody;
        var tells = reader.Object("case", required: true) is { } inner ? CaseRequest.Read(inner, now) : null;
        var channels = reader.Object("channels") is { } choice ? ChannelChoice.Read(choice) : ChannelChoice.Default;
        var template = reader.Name("template");
        var data = reader.RawObject("data");
        var reference = reader.Text("reference", longest: 128);
        var urgent = reader.Boolean("urgent") ?? false;
        var times = SendingTimes.Read(reader, now, options.DefaultLifetime, options.LongestLifetime);
        reader.Close();
        return errors.Count > 0 ? null : new(to, tells!, channels, template, data, reference, urgent, notify, times);
    }
}

/// <summary>The case that an update tells of.</summary>
/// <param name="Code">The tracking code; a new case without one is given one.</param>
/// <param name="Withdrawn">The step is taken back: it did not happen after all.</param>
public sealed record CaseRequest(Core.Cases.TrackingCode? Code, string Service, string Step, DateTimeOffset? OccurredAt, bool Withdrawn)
{
    /// <summary>Clocks differ, and some systems know a day but no hour.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    public static CaseRequest Read(RequestReader reader, DateTimeOffset now)
    {
        var code = reader.Value<Core.Cases.TrackingCode>("code", Core.Cases.TrackingCode.TryParse, longest: 100);
        var service = reader.Name("service", required: true);
        var step = reader.Name("step", required: true);
        var occurredAt = reader.Moment("occurredAt");
        if (occurredAt > now + Ahead || occurredAt < DateTimeOffset.UnixEpoch)
            reader.Refuse("occurredAt", "range", "The time is more than a day ahead, or before 1970.");
        var withdrawn = reader.Boolean("withdrawn") ?? false;
        if (withdrawn && !reader.Has("code"))
            reader.Refuse("code", "required", "A step can only be taken back from a case that is named.");
        reader.Close();
        return new(code, service ?? "", step ?? "", occurredAt?.ToUniversalTime(), withdrawn);
    }
}
