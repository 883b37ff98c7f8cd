using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Peyk.Runtime.Hosting;

/// <summary>
/// What host.json does not say. Under the Functions host only <see cref="FunctionDeadline"/> and, for the custom
/// handler, <see cref="DrainTimeout"/> count. Settings <c>Peyk__Runtime__…</c>.
/// </summary>
public sealed class RuntimeOptions
{
    public const string Section = "Peyk:Runtime";

    /// <summary>
    /// After this the invocation's cancellation token fires. A shorter <c>functionTimeout</c> in host.json wins. 1 s to 1 h,
    /// default 60 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan FunctionDeadline { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a fetched message stays hidden from others; renewed at half time while its function runs. It is also the time
    /// after which the messages of a crashed process come back. Longer than two deadlines costs no renewals. 1 s to 1 h,
    /// default 2 min 30 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan MessageLease { get; set; } = TimeSpan.FromSeconds(150);

    /// <summary>
    /// The first pause after a queue was found empty; it doubles up to <c>maxPollingInterval</c> of host.json. 50 ms to 12 h,
    /// default 100 ms.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "12:00:00")]
    public TimeSpan MinPollingInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The blob lease under which one instance runs a tick of a timer; renewed while it runs. After a crash another instance takes
    /// the tick over within one and a half of it. 15 to 60 s (the service's bounds), default 30 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:15", "00:01:00")]
    public TimeSpan TimerLease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// At a stop, running functions have this long to finish before their tokens fire. Keep it below the supervisor's own
    /// grace (30 s in Kubernetes, 90 s in systemd). 0 to 10 min, default 20 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);
}

[OptionsValidator]
internal sealed partial class RuntimeOptionsValidator : IValidateOptions<RuntimeOptions>;

internal static class RuntimeOptionsServices
{
    public static void AddRuntimeOptions(this IServiceCollection services)
    {
        services.AddOptions<RuntimeOptions>().BindConfiguration(RuntimeOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RuntimeOptions>, RuntimeOptionsValidator>();
    }
}
