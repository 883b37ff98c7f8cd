using System.Globalization;
using Microsoft.Extensions.Options;
using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery;
using Peyk.Functions.Delivery.Email;
using Peyk.Functions.Delivery.Sms;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Tests.Delivery;

public sealed class ChargesTests
{
    private readonly PriceOptions _prices = new() { Email = 0.0009m, Sms = { ["98"] = 0.08m, ["98912"] = 0.05m, ["default"] = 0.12m } };

    [Theory]
    [InlineData("+989351234567", "0.24", "the country's price")]
    [InlineData("+989121234567", "0.15", "the longest beginning counts")]
    [InlineData("+447700900003", "0.36", "any other number")]
    public void An_sms_costs_its_segments_times_the_price_of_its_number(string to, string amount, string why) =>
        Of(new OutgoingSms("c", to, "text", 3)).ShouldBe(new Charge(3, decimal.Parse(amount, CultureInfo.InvariantCulture), "USD"), why);

    [Fact]
    public void An_email_has_one_price() => Of(Email()).ShouldBe(new Charge(1, 0.0009m, "USD"));

    [Fact]
    public void What_is_in_no_list_has_no_price()
    {
        _prices.Sms.Clear();

        Of(new OutgoingSms("c", "+989121234567", "text", 2)).ShouldBe(new Charge(2));
    }

    [Fact]
    public void What_never_leaves_costs_nothing() =>
        new Charges(Options.Create(_prices)).Of(new OutgoingSms("c", "+989121234567", "text", 2), isTest: true).ShouldBe(new Charge(2, 0, "USD"));

    [Theory]
    [InlineData("-0.00750", "USD", 0.0075)]
    [InlineData(null, "USD", null)]
    [InlineData("-0.0075", null, null)]
    public void A_price_that_Twilio_tells_is_what_it_takes(string? price, string? unit, double? amount) =>
        TwilioOutcomes.ToPrice(price, unit).ShouldBe(amount is null ? null : new Price((decimal)amount, "USD"));

    [Fact]
    public void A_list_with_a_mistake_is_refused_by_name()
    {
        _prices.Sms["+49"] = 0.1m;
        _prices.Sms["44"] = -1;

        var result = new PriceOptionsValidator().Validate(null, _prices);

        result.Failures!.Count().ShouldBe(2);
    }

    private Charge Of(Outgoing message) => new Charges(Options.Create(_prices)).Of(message, isTest: false);

    private static OutgoingEmail Email() => new("c", "sara@example.org", null, "Subject", "<p>", "Text", "status-updates");
}
