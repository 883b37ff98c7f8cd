using Peyk.Functions.Callbacks;

namespace Peyk.Functions.Tests.Callbacks;

public sealed class CallbackUrlTests
{
    public static TheoryData<string, string> Wrong => new()
    {
        { "", "nothing" },
        { "/callbacks", "no host" },
        { "http://example.org/", "no TLS" },
        { "ftp://example.org/", "another scheme" },
        { "file:///etc/passwd", "a file" },
        { "https://user:secret@example.org/", "a password" },
        { "https://example.org/#part", "a fragment" },
        { "https://example.org:22/", "a port of another service" },
        { "https://example.org:80/", "a port of another service" },
        { "https://127.0.0.1/", "loopback" },
        { "https://2130706433/", "loopback as a number" },
        { "https://0x7f.1/", "loopback in hexadecimal" },
        { "https://0177.0.0.1/", "loopback in octal" },
        { "https://localhost/", "loopback by name" },
        { "https://[::1]/", "loopback of IPv6" },
        { "https://[::ffff:10.0.0.1]/", "private in IPv6" },
        { "https://169.254.169.254/latest/meta-data", "metadata" },
        { "https://10.1.2.3:8443/", "private" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Wrong_addresses_are_refused_without_repeating_them(string text, string why)
    {
        CallbackUrl.TryParse(text, new CallbackNetwork(isDevelopment: false), out _, out var reason).ShouldBeFalse(why);
        reason.ShouldNotBeNullOrEmpty();
        reason.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("https://example.org/peyk?key=1")]
    [InlineData("https://example.org:443/")]
    [InlineData("https://example.org:8443/")]
    [InlineData("https://1.1.1.1/")]
    public void Public_addresses_over_TLS_are_taken(string text) =>
        CallbackUrl.TryParse(text, new CallbackNetwork(isDevelopment: false), out _, out _).ShouldBeTrue();

    [Theory]
    [InlineData("http://127.0.0.1:5000/", true)]
    [InlineData("http://localhost:5000/", true)]
    [InlineData("http://example.org/", false)]
    [InlineData("https://10.0.0.1/", false)]
    public void In_development_this_machine_is_allowed_and_nothing_else(string text, bool allowed) =>
        CallbackUrl.TryParse(text, new CallbackNetwork(isDevelopment: true), out _, out _).ShouldBe(allowed);

    [Fact]
    public void What_is_shown_of_it_has_no_query()
    {
        CallbackUrl.TryParse("https://example.org/peyk?key=1", new CallbackNetwork(isDevelopment: false), out var url, out _).ShouldBeTrue();

        url!.ToString().ShouldBe("https://example.org/peyk");
    }
}
