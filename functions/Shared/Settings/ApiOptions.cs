using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Peyk.Functions.Shared.Settings;

/// <summary>Bounds of the API, section <c>Api</c>.</summary>
public sealed class ApiOptions
{
    public const string Section = "Api";

    /// <summary>Requests that a key may make in the long run, per minute and instance. Default 6,000.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerMinute { get; set; } = 6_000;

    /// <summary>Requests that a key may make at once after a pause. Default 1,000.</summary>
    [Range(1, 1_000_000)]
    public int Burst { get; set; } = 1_000;
}

[OptionsValidator]
internal sealed partial class ApiOptionsValidator : IValidateOptions<ApiOptions>;
