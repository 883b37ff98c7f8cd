using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Peyk.Functions.Shared.Settings;

/// <summary>What reports show, section <c>Reports</c>.</summary>
public sealed class ReportOptions
{
    public const string Section = "Reports";

    /// <summary>
    /// Least notifications, or respondents, of a group that is shown by itself, where service, template or language could tell of a person. Smaller ones are shown
    /// together. Default 5; 1 shows all.
    /// </summary>
    [Range(1, 1000)]
    public int SmallestGroup { get; set; } = 5;
}

[OptionsValidator]
internal sealed partial class ReportOptionsValidator : IValidateOptions<ReportOptions>;
