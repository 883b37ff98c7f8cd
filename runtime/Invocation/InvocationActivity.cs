using System.Diagnostics;

namespace Peyk.Runtime.Invocation;

/// <summary>The activity of an invocation. There is one even when nobody listens, so that logs always carry a traceparent.</summary>
internal static class InvocationActivity
{
    public static Activity Start(string function, ActivityKind kind, string? traceParent)
    {
        var hasParent = ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent);
        var activity = hasParent
            ? RuntimeTelemetry.Activities.StartActivity(function, kind, parent)
            : RuntimeTelemetry.Activities.StartActivity(function, kind);
        if (activity is null)
        {
            activity = new Activity(function);
            if (hasParent)
                activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags);
            activity.Start();
        }

        return activity.SetTag("faas.name", function);
    }
}
