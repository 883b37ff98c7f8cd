using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Peyk.Functions.Shared.Settings;

/// <summary>What providers charge, section <c>Prices</c>: reports reckon with it where a provider does not tell its price.</summary>
public sealed class PriceOptions : IValidatableObject
{
    public const string Section = "Prices";

    /// <summary>The key in <see cref="Sms"/> that stands for every number.</summary>
    public const string AnyNumber = "default";

    private const int MostDigits = 15;
    private const decimal Highest = 1_000_000;

    /// <summary>Currency of the list, ISO 4217. Default USD.</summary>
    [Required, RegularExpression("^[A-Z]{3}$")]
    public string Currency { get; set; } = "USD";

    /// <summary>
    /// Price of an SMS segment by the first digits of the number, the longest that fit: <c>Prices__Sms__98</c>; <c>Prices__Sms__default</c> is for all
    /// other numbers. Default: none, then reports say how many have no price.
    /// </summary>
    public Dictionary<string, decimal> Sms { get; } = [];

    /// <summary>Price of an e-mail. Default: none.</summary>
    [Range(0.0, 1_000_000.0)]
    public decimal? Email { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (digits, price) in Sms)
        {
            if (digits != AnyNumber && (digits.Length is 0 or > MostDigits || !digits.All(char.IsAsciiDigit)))
                yield return new ValidationResult("Prices__Sms__… must end with the first digits of a number, such as 98, or with default.", [nameof(Sms)]);
            else if (price is < 0 or > Highest)
                yield return new ValidationResult($"Prices__Sms__{digits} must be from 0 to {Highest}.", [nameof(Sms)]);
        }
    }
}

[OptionsValidator]
internal sealed partial class PriceOptionsValidator : IValidateOptions<PriceOptions>;
