using Peyk.Local.Simulator.Scenarios;

namespace Peyk.Local.Tests.Simulator;

public sealed class ReadmeTests
{
    [Fact]
    public void The_table_of_the_README_is_that_of_the_code()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "local", "README.md"));
        var start = readme.IndexOf("<!-- recipients -->\n", StringComparison.Ordinal) + "<!-- recipients -->\n".Length;

        var end = readme.IndexOf("<!-- end of recipients -->", StringComparison.Ordinal);
        readme[start..end].Split('\n').ShouldBe(ScenarioTable.ToMarkdown().Split('\n'));
    }
}
