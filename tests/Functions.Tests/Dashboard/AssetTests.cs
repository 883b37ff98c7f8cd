using Peyk.Functions.Dashboard;
using Peyk.Local;

namespace Peyk.Functions.Tests.Dashboard;

/// <summary>The files that the dashboard serves.</summary>
public sealed class AssetTests
{
    [Theory]
    [InlineData("chart.min.js", "chart.js/dist/chart.umd.min.js")]
    [InlineData("htmx.min.js", "htmx.org/dist/htmx.min.js")]
    public async Task The_libraries_are_byte_for_byte_what_npm_serves(string ours, string theirs)
    {
        var modules = await NpmPackages.EnsureAsync("tests", TestContext.Current.CancellationToken);

        new DashboardAssets().Find(ours)!.Content.ShouldBe(await File.ReadAllBytesAsync(Path.Combine(modules, theirs), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_address_of_a_file_tells_its_content_so_that_browsers_may_keep_it()
    {
        var assets = new DashboardAssets();

        assets.Path("ops.js").ShouldBe($"/ops/assets/ops.js?v={assets.Find("ops.js")!.Version}");
    }
}
