using Microsoft.Extensions.Configuration;
using Peyk.Runtime.Hosting;

namespace Peyk.Runtime.Tests.Hosting;

public sealed class LocalSettingsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Values_become_settings_with_their_sections()
    {
        var settings = Read("""{"IsEncrypted": false, "Values": {"Twilio__BaseUrl": "http://x", "Flag": true}}""");

        settings["Twilio:BaseUrl"].ShouldBe("http://x");
        settings["Flag"].ShouldBe("True");
    }

    [Fact]
    public void Every_other_source_is_stronger()
    {
        var settings = Read("""{"Values": {"A": "file", "B": "file"}}""", ("B", "environment"));

        settings["A"].ShouldBe("file");
        settings["B"].ShouldBe("environment");
    }

    [Fact]
    public void Without_a_file_nothing_is_added()
    {
        var builder = new ConfigurationBuilder();
        LocalSettings.Add(builder, folder);

        builder.Sources.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"IsEncrypted": true, "Values": {}}""")]
    [InlineData("""{"Values": 5}""")]
    [InlineData("""{"Values": {""")]
    public void A_file_that_cannot_be_used_is_refused_by_name(string json) =>
        Should.Throw<StartRefusedException>(() => Read(json)).Message.ShouldContain("local.settings.json");

    private IConfigurationRoot Read(string json, params (string Key, string Value)[] stronger)
    {
        File.WriteAllText(Path.Combine(folder, LocalSettings.FileName), json);
        var builder = new ConfigurationBuilder().AddInMemoryCollection(stronger.ToDictionary(v => v.Key, v => (string?)v.Value));
        LocalSettings.Add(builder, folder);
        return builder.Build();
    }
}
