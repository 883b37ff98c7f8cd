using Peyk.Runtime.Hosting;

namespace Peyk.Runtime.Tests.Hosting;

public sealed class RandomizedBackoffTests
{
    private readonly RandomizedBackoff backoff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2));

    [Fact]
    public void Pauses_double_within_a_fifth()
    {
        foreach (var expected in new[] { 100, 200, 400, 800, 1600 })
            backoff.Next().TotalMilliseconds.ShouldBeInRange(expected * 0.8, expected * 1.2);
    }

    [Fact]
    public void No_pause_is_longer_than_the_longest()
    {
        for (var i = 0; i < 1000; i++)
            backoff.Next().ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void A_reset_begins_anew()
    {
        backoff.Next();
        backoff.Next();

        backoff.Reset();

        backoff.Next().TotalMilliseconds.ShouldBeInRange(80, 120);
    }
}
