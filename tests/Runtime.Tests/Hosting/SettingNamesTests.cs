using Microsoft.Extensions.Configuration;
using Peyk.Runtime.Hosting;

namespace Peyk.Runtime.Tests.Hosting;

public sealed class SettingNamesTests
{
    private readonly IConfigurationRoot settings = new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["Stage"] = "blue", ["Queues:Sms"] = "sms" })
        .Build();

    [Theory]
    [InlineData("sms", "sms")]
    [InlineData("%Stage%", "blue")]
    [InlineData("sms-%Stage%", "sms-blue")]
    [InlineData("%Queues__Sms%-%Stage%", "sms-blue")]
    public void Names_between_percent_signs_are_replaced(string text, string expected) =>
        SettingNames.Resolve(text, settings, "F").ShouldBe(expected);

    [Fact]
    public void A_missing_setting_is_refused_by_name() =>
        Should.Throw<StartRefusedException>(() => SettingNames.Resolve("%Nope%", settings, "F")).Message.ShouldBe("Function F needs the setting Nope.");

    [Fact]
    public void A_single_percent_sign_is_refused() =>
        Should.Throw<StartRefusedException>(() => SettingNames.Resolve("50%", settings, "F"));
}
