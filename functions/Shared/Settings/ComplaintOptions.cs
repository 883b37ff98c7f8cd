using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Peyk.Core.Addresses;

namespace Peyk.Functions.Shared.Settings;

/// <summary>Who answers complaints where the definition of a service says nothing, section <c>Complaints</c>.</summary>
public sealed class ComplaintOptions : IValidatableObject
{
    public const string Section = "Complaints";

    /// <summary>Where units are told of complaints by e-mail; empty: by callback only. Default empty.</summary>
    public string UnitEmail { get; set; } = "";

    /// <summary>Who is told when an answer is overdue; empty: the unit again. Default empty.</summary>
    public string EscalationEmail { get; set; } = "";

    /// <summary>Working days in which an answer is promised. Default 5.</summary>
    [Range(1, 60)]
    public int AnswerDays { get; set; } = 5;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, address) in new[] { (nameof(UnitEmail), UnitEmail), (nameof(EscalationEmail), EscalationEmail) })
        {
            if (!string.IsNullOrWhiteSpace(address) && !EmailAddress.TryParse(address, out _, out var reason))
                yield return new ValidationResult($"Complaints__{name}: {reason}", [name]);
        }
    }
}

[OptionsValidator]
internal sealed partial class ComplaintOptionsValidator : IValidateOptions<ComplaintOptions>;
