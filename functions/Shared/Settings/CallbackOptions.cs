using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Peyk.Functions.Shared.Settings;

/// <summary>Callbacks to clients, section <c>Callbacks</c>.</summary>
public sealed class CallbackOptions
{
    public const string Section = "Callbacks";

    /// <summary>How long an endpoint may take to answer, connecting included. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:00:25")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>From a callback's first attempt to its last; after that it is parked. Default 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Attempts that an instance makes at once at one client's endpoint. Default 4.</summary>
    [Range(1, 32)]
    public int AtOnce { get; set; } = 4;
}

[OptionsValidator]
internal sealed partial class CallbackOptionsValidator : IValidateOptions<CallbackOptions>;
