using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Tests.Shared;

public sealed class DeliveryOptionsTests
{
    private readonly DeliveryOptionsValidator _validator = new();

    [Fact]
    public void The_defaults_are_valid() => _validator.Validate(null, new()).Succeeded.ShouldBeTrue();

    [Theory]
    [InlineData(69, 20)]
    [InlineData(30, 60)]
    public void A_call_that_could_outlive_its_claim_is_refused(int window, int timeout)
    {
        var options = new DeliveryOptions
        {
            Lease = TimeSpan.FromSeconds(89), CallWindow = TimeSpan.FromSeconds(window), CallTimeout = TimeSpan.FromSeconds(timeout),
        };

        var result = _validator.Validate(null, options);

        result.Failed.ShouldBeTrue();
        result.FailureMessage!.ShouldContain("Delivery__Lease");
    }
}
