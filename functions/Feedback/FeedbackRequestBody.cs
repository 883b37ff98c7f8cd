using System.Text.Json;
using Peyk.Core.Cases;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Intake;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Feedback;

/// <summary>The body of <c>POST /api/v1/feedback-requests</c>, as far as its form can be judged without looking anything up.</summary>
/// <param name="Service">What the answers are about; a case's own service when there is one.</param>
public sealed record FeedbackRequestBody(
    Recipient To, string Survey, string? Service, TrackingCode? Case, ChannelChoice Channels, string? Reference, SendingTimes Times,
    TimeSpan? RemindAfter, bool Remind, double Sample)
{
    private static readonly TimeSpan SoonestReminder = TimeSpan.FromMinutes(1);

    /// <param name="now">The moment against which times are judged: that of the first request when one is repeated.</param>
    public static FeedbackRequestBody? Read(
        JsonElement body, DateTimeOffset now, PeykOptions peyk, FeedbackOptions options, List<FieldError> errors)
    {
        if (RequestReader.Root(body, errors) is not { } reader)
            return null;
        var to = reader.Object("to", required: true) is { } recipient ? Recipient.Read(recipient) : Recipient.Nobody;
        var survey = reader.Name("survey", required: true);
        var service = reader.Name("service");
        var code = reader.Value<TrackingCode>("case", TrackingCode.TryParse, longest: 100);
        var channels = reader.Object("channels") is { } choice ? ChannelChoice.Read(choice) : ChannelChoice.Default;
        var reference = reader.Text("reference", longest: 128);
        var times = SendingTimes.Read(reader, now, options.AnswerPeriod, peyk.LongestLifetime);
        var remindAfter = reader.Duration("remindAfter", SoonestReminder, peyk.LongestLifetime);
        var remind = reader.Boolean("remind") ?? true;
        var sample = reader.Share("sample") ?? 1;
        reader.Close();
        return errors.Count > 0 ? null : new(to, survey!, service, code, channels, reference, times, remindAfter, remind, sample);
    }
}
