namespace Peyk.Compat.Tests.Switch;

/// <summary>
/// One property chooses between the official packages and their stand-ins in <c>compat/</c>. Checked by evaluating the
/// projects: restoring the official packages needs a feed that has them.
/// </summary>
public sealed class PackageSwitchTests
{
    private const string Functions = "functions/Peyk.Functions.csproj";
    private const string Runtime = "runtime/Peyk.Runtime.csproj";
    private const string CompatTests = "tests/Compat.Tests/Peyk.Compat.Tests.csproj";

    private static readonly string[] Worker =
    [
        "Microsoft.Azure.Functions.Worker",
        "Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore",
        "Microsoft.Azure.Functions.Worker.Extensions.Storage.Queues",
        "Microsoft.Azure.Functions.Worker.Extensions.Timer",
    ];

    private static readonly string[] Clients = ["Azure.Data.Tables", "SendGrid", "Twilio"];

    /// <summary>What each project needs that <c>compat/</c> stands in for.</summary>
    public static TheoryData<string, string[]> Needs => new()
    {
        { Functions, [.. Worker, "Microsoft.Azure.Functions.Worker.Sdk", .. Clients] },
        { Runtime, Worker },
        { CompatTests, Clients },
    };

    [Theory]
    [MemberData(nameof(Needs))]
    public async Task With_the_switch_the_official_packages_are_referred_to(string project, string[] needs)
    {
        var evaluation = await ProjectEvaluation.OfAsync(project, official: true);

        needs.ShouldBeSubsetOf(evaluation.Packages);
    }

    [Theory]
    [MemberData(nameof(Needs))]
    public async Task With_the_switch_nothing_of_compat_is(string project, string[] needs)
    {
        var evaluation = await ProjectEvaluation.OfAsync(project, official: true);

        evaluation.Projects.Where(IsCompat).ShouldBeEmpty($"{project} needs {string.Join(", ", needs)} as packages only.");
    }

    [Theory]
    [MemberData(nameof(Needs))]
    public async Task With_the_switch_every_package_has_its_central_version(string project, string[] needs)
    {
        var evaluation = await ProjectEvaluation.OfAsync(project, official: true);

        needs.ShouldBeSubsetOf(evaluation.PackageVersions);
    }

    [Theory]
    [MemberData(nameof(Needs))]
    public async Task Without_it_none_of_them_is_referred_to(string project, string[] needs)
    {
        var evaluation = await ProjectEvaluation.OfAsync(project, official: false);

        evaluation.Packages.Intersect(needs).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Needs))]
    public async Task Without_it_compat_stands_in(string project, string[] needs)
    {
        var evaluation = await ProjectEvaluation.OfAsync(project, official: false);

        var standIns = needs.Select(need => need.StartsWith(Worker[0], StringComparison.Ordinal) ? Worker[0] : need)
            .Select(name => Path.Combine("compat", name, $"{name}.csproj"))
            .Distinct();
        standIns.ShouldBeSubsetOf(evaluation.Projects);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_queues_are_the_official_package_either_way(bool official)
    {
        var evaluation = await ProjectEvaluation.OfAsync(Functions, official);

        evaluation.Packages.ShouldContain("Azure.Storage.Queues");
        evaluation.Projects.ShouldNotContain(project => project.Contains("Azure.Storage.Queues", StringComparison.Ordinal));
    }

    private static bool IsCompat(string project) => project.StartsWith($"compat{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
}
