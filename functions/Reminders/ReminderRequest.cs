using System.Text.Json;
using Peyk.Core.Cases;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Intake;

namespace Peyk.Functions.Reminders;

/// <summary>The body of a posted or changed reminder.</summary>
/// <param name="StopWhen">Conditions of which any one ends it; empty for none.</param>
public sealed record ReminderRequest(
    Recipient To,
    string Template,
    JsonElement? Data,
    CaseMention? Case,
    ReminderTimes Times,
    IReadOnlyList<KeptCondition> StopWhen,
    ChannelChoice Channels,
    string? Reference,
    bool Urgent)
{
    public static async Task<ReminderRequest?> ReadAsync(
        JsonElement body, StopConditions conditions, string clientId, List<FieldError> errors, CancellationToken cancellationToken)
    {
        if (RequestReader.Root(body, errors) is not { } reader)
            return null;
        var to = reader.Object("to", required: true) is { } recipient ? Recipient.Read(recipient) : Recipient.Nobody;
        var template = reader.Name("template", required: true);
        var data = reader.RawObject("data");
        var about = reader.Object("case") is { } inner ? CaseMention.Read(inner) : null;
        var times = ReminderTimesReader.Read(reader, mayGoOnForever: reader.Has("stopWhen"));
        var stopWhen = reader.Object("stopWhen") is { } stop ? await conditions.ReadAsync(stop, clientId, cancellationToken) : [];
        var channels = reader.Object("channels") is { } choice ? ChannelChoice.Read(choice) : ChannelChoice.Default;
        var reference = reader.Text("reference", longest: 128);
        var urgent = reader.Boolean("urgent") ?? false;
        reader.Close();
        return errors.Count > 0 ? null : new(to, template!, data, about, times!, stopWhen, channels, reference, urgent);
    }
}

/// <summary>The case that a reminder's texts tell of.</summary>
/// <param name="Service">When given, the case must be of it.</param>
public sealed record CaseMention(TrackingCode? Code, string? Service)
{
    public static CaseMention Read(RequestReader reader)
    {
        var code = reader.Value<TrackingCode>("code", TrackingCode.TryParse, required: true, longest: 100);
        var service = reader.Name("service");
        reader.Close();
        return new(code, service);
    }
}
