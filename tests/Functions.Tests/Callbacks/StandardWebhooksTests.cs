using Peyk.Functions.Callbacks;

namespace Peyk.Functions.Tests.Callbacks;

public sealed class StandardWebhooksTests
{
    // From the tests of the reference libraries (standard-webhooks/standard-webhooks, libraries/csharp and libraries/javascript).
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const long Timestamp = 1614265330;

    [Fact]
    public void A_signature_is_that_of_the_reference_libraries() =>
        StandardWebhooks.Sign([Secret], Id, Timestamp, "{\"test\": 2432232314}"u8).ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    [Fact]
    public void Each_secret_signs()
    {
        var other = StandardWebhooks.NewSecret();

        var both = StandardWebhooks.Sign([other, Secret], Id, Timestamp, "{}"u8).Split(' ');

        both.ShouldBe([StandardWebhooks.Sign([other], Id, Timestamp, "{}"u8), StandardWebhooks.Sign([Secret], Id, Timestamp, "{}"u8)]);
        both[0].ShouldNotBe(both[1]);
    }

    [Fact]
    public void A_new_secret_has_as_many_bytes_as_the_specification_asks_for_and_is_no_other()
    {
        var secret = StandardWebhooks.NewSecret();

        secret.ShouldStartWith("whsec_");
        Convert.FromBase64String(secret["whsec_".Length..]).Length.ShouldBeInRange(24, 64);
        StandardWebhooks.NewSecret().ShouldNotBe(secret);
    }
}
