using Microsoft.Extensions.Configuration;
using Peyk.Runtime.Hosting;

namespace Peyk.Runtime.Tests.Hosting;

public sealed class HostJsonTests
{
    [Fact]
    public void The_applications_own_file_is_read()
    {
        var host = HostJson.Read(AppContext.BaseDirectory, new ConfigurationBuilder().Build());

        host.RoutePrefix.ShouldBe("");
        host.FunctionTimeout.ShouldBe(TimeSpan.FromMinutes(10));
        host.Queues.ShouldBe(new QueueSettings(16, 8, 5, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void A_setting_overrides_the_file()
    {
        var settings = Json(("AzureFunctionsJobHost:extensions:queues:batchSize", "3"));

        HostJson.Read(AppContext.BaseDirectory, settings).Queues.BatchSize.ShouldBe(3);
    }

    [Fact]
    public void What_is_not_written_has_the_hosts_defaults()
    {
        var host = HostJson.Parse(Json(("version", "2.0"), ("extensions:queues:messageEncoding", "none")));

        host.RoutePrefix.ShouldBe("api");
        host.FunctionTimeout.ShouldBeNull();
        host.Queues.ShouldBe(new QueueSettings(16, 8 * Environment.ProcessorCount, 5, TimeSpan.Zero, TimeSpan.FromMinutes(1)));
    }

    [Theory]
    [InlineData("version", "1.0")]
    [InlineData("functionTimeout", "soon")]
    [InlineData("extensions:queues:batchSize", "33")]
    [InlineData("extensions:queues:batchSize", "0")]
    [InlineData("extensions:queues:maxDequeueCount", "0")]
    [InlineData("extensions:queues:newBatchThreshold", "-1")]
    [InlineData("extensions:queues:maxPollingInterval", "00:00:00.05")]
    [InlineData("extensions:queues:visibilityTimeout", "8.00:00:00")]
    [InlineData("extensions:queues:messageEncoding", "base64")]
    public void A_wrong_value_is_refused_by_name(string key, string value)
    {
        var json = new Dictionary<string, string?> { ["version"] = "2.0", ["extensions:queues:messageEncoding"] = "none", [key] = value };

        Should.Throw<StartRefusedException>(() => HostJson.Parse(new ConfigurationBuilder().AddInMemoryCollection(json).Build()))
            .Message.ShouldContain(key.Replace(':', '.'));
    }

    [Fact]
    public void A_missing_file_is_refused() =>
        Should.Throw<StartRefusedException>(() => HostJson.Read(Path.GetTempPath(), new ConfigurationBuilder().Build()))
            .Message.ShouldContain("host.json is missing");

    private static IConfigurationRoot Json(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => v.Key, v => (string?)v.Value)).Build();
}
