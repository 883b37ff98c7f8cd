using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Peyk.Functions.Operations;
using Peyk.Runtime;

namespace Peyk.EndToEnd.Tests.Operations;

/// <summary>Everything that the app and the runtime in this process tell while it exists.</summary>
public sealed class RecordedTelemetry : IDisposable
{
    private static readonly string[] Names = [Telemetry.Name, RuntimeTelemetry.Name];

    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ConcurrentQueue<(string Name, string Tags)> _measurements = new();
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();

    public RecordedTelemetry()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = source => Names.Contains(source.Name),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_activities);
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (Names.Contains(instrument.Meter.Name))
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Add(instrument, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, tags));
        _meters.Start();
    }

    /// <summary>Name and tags, these as <c>name=value</c> with a blank between.</summary>
    public IReadOnlyCollection<(string Name, string Tags)> Measurements => _measurements;

    public IReadOnlyList<Activity> SpansOf(ActivityTraceId trace) => [.. _spans.Where(s => s.TraceId == trace)];

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    private void Add(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}"));
        _measurements.Enqueue((instrument.Name, text));
    }
}
