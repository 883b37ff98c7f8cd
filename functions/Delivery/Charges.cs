using Microsoft.Extensions.Options;
using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery.Email;
using Peyk.Functions.Delivery.Sms;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Delivery;

/// <summary>
/// What a message costs that is about to leave, by the price list. It is kept with the attempt: afterwards the number may be erased, and the
/// list another.
/// </summary>
public sealed class Charges(IOptions<PriceOptions> prices)
{
    /// <param name="message">What is about to leave.</param>
    /// <param name="isTest">It never leaves, so that it costs nothing.</param>
    public Charge Of(Outgoing message, bool isTest)
    {
        return message switch
        {
            OutgoingSms sms => Of(sms.Segments, OfSegment(sms.To), isTest),
            OutgoingEmail => OfEmail(isTest),
            _ => throw new ArgumentOutOfRangeException(nameof(message)),
        };
    }

    /// <summary>What one e-mail costs now.</summary>
    /// <inheritdoc cref="Of(Outgoing, bool)" path="/param[@name='isTest']"/>
    public Charge OfEmail(bool isTest) => Of(1, prices.Value.Email, isTest);

    private Charge Of(int units, decimal? price, bool isTest) =>
        (isTest ? 0 : price) is { } each ? new(units, each * units, prices.Value.Currency) : new(units);

    private decimal? OfSegment(string mobile)
    {
        var list = prices.Value.Sms;
        var digits = mobile.TrimStart('+');
        for (var length = digits.Length; length > 0; length--)
        {
            if (list.TryGetValue(digits[..length], out var price))
                return price;
        }

        return list.TryGetValue(PriceOptions.AnyNumber, out var any) ? any : null;
    }
}
