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

    [Theory]
    [InlineData("status_updates", "00:05:00", null)]
    [InlineData("status-updates", "00:05:00", null)]
    [InlineData("status_updates", "00:00:00", "Delivery__FallbackAfter__status_updates must be between")]
    [InlineData("pigeons", "00:05:00", "Delivery__FallbackAfter__pigeons must name one of: status_updates, reminders")]
    public void A_kind_has_a_fallback_time_of_its_own_or_the_start_is_refused(string name, string time, string? refused)
    {
        var options = new DeliveryOptions { FallbackAfter = { [name] = TimeSpan.Parse(time, null) } };

        var problems = options.Validate(new(options)).Select(r => r.ErrorMessage!).ToList();
        try
        {
            options.CheckKinds(["status-updates", "reminders"]);
        }
        catch (Microsoft.Extensions.Options.OptionsValidationException e)
        {
            problems.Add(e.Message);
        }

        if (refused is not null)
            problems.ShouldHaveSingleItem().ShouldContain(refused);
        else
            (problems.Count, options.FallbackOf("status-updates"), options.FallbackOf("reminders")).ShouldBe((0, TimeSpan.FromMinutes(5), null));
    }
}
