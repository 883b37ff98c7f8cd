using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Core.Cases;

namespace Peyk.Functions.Shared.Settings;

/// <summary>When the organisation works, section <c>Peyk__WorkingWeek</c>. It governs promises, never sending.</summary>
public sealed class WorkingWeekOptions : IValidatableObject
{
    public const string Section = "Peyk:WorkingWeek";

    /// <summary>Days of the week that are worked, in English, comma-separated. Default: Saturday to Wednesday.</summary>
    [Required]
    public string Days { get; set; } = "saturday,sunday,monday,tuesday,wednesday";

    /// <summary>The file of <c>functions/Holidays</c> that lists the days off, without its extension, or <c>none</c>. Default: iran.</summary>
    [Required]
    public string Holidays { get; set; } = "iran";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var words = Words();
        if (words.Length == 0 || words.Any(word => DayOf(word) is null))
            yield return new ValidationResult("Peyk__WorkingWeek__Days must name days of the week, such as saturday,sunday.", [nameof(Days)]);
    }

    /// <exception cref="OptionsValidationException">There is no such file of holidays.</exception>
    public WorkingWeek ToWorkingWeek(HolidayCatalog holidays)
    {
        var days = Words().Select(word => DayOf(word)!.Value).ToHashSet();
        if (Holidays == "none")
            return new WorkingWeek(days);
        return new WorkingWeek(days, holidays.Find(Holidays) ?? throw new OptionsValidationException(
            Section, typeof(WorkingWeekOptions), [$"Peyk__WorkingWeek__Holidays must be none or one of: {string.Join(", ", holidays.Keys)}."]));
    }

    private string[] Words() => Days.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IsoDayOfWeek? DayOf(string word) =>
        Enum.TryParse<IsoDayOfWeek>(word, ignoreCase: true, out var day) && day != IsoDayOfWeek.None && !char.IsAsciiDigit(word[0]) ? day : null;
}

[OptionsValidator]
internal sealed partial class WorkingWeekOptionsValidator : IValidateOptions<WorkingWeekOptions>;
