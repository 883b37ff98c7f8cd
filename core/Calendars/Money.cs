using System.Diagnostics.CodeAnalysis;

namespace Peyk.Core.Calendars;

/// <summary>An amount in a currency of ISO 4217.</summary>
public sealed record Money
{
    // ISO 4217 currencies without minor units in use; rials are counted whole.
    private static readonly HashSet<string> Whole =
        ["IRR", "IRT", "JPY", "KRW", "VND", "CLP", "ISK", "UGX", "XAF", "XOF", "XPF", "PYG", "RWF", "KMF", "GNF", "DJF", "BIF", "VUV"];

    private Money(decimal amount, string currency)
    {
        Amount = amount;
        Currency = currency;
    }

    public decimal Amount { get; }

    /// <summary>Three capital letters; <c>IRT</c> stands for the toman that people count in.</summary>
    public string Currency { get; }

    /// <summary>Decimals that are always written: 0 or 2.</summary>
    public int Decimals => Whole.Contains(Currency) ? 0 : 2;

    public static bool TryCreate(
        decimal amount, string? currency, [NotNullWhen(true)] out Money? money, [NotNullWhen(false)] out string? reason)
    {
        money = null;
        reason = null;
        if (currency is not { Length: 3 } || !currency.All(char.IsAsciiLetterUpper))
        {
            reason = "A currency is three capital letters of ISO 4217, such as IRR.";
            return false;
        }

        money = new Money(amount, currency);
        return true;
    }
}
