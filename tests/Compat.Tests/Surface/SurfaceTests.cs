using Peyk.Local;
using Peyk.Testing;

namespace Peyk.Compat.Tests.Surface;

/// <summary>
/// The subsets in <c>compat/</c> declare nothing that the official packages do not have, so that a build against
/// those compiles. README.md beside this file says how the kept lines are refreshed.
/// </summary>
public sealed class SurfaceTests
{
    private const string RefreshVariable = "PEYK_REFRESH_SURFACE";

    // Before any test reads the files.
    static SurfaceTests()
    {
        if (Environment.GetEnvironmentVariable(RefreshVariable) != "true")
            return;
        foreach (var package in Packages)
            Refresh(package.Data);
    }

    public static TheoryData<string> Packages => ["Azure.Data.Tables", "Microsoft.Azure.Functions.Worker", "SendGrid", "Twilio"];

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_subset_declares_only_lines_that_are_kept(string package)
    {
        var excess = SurfaceComparison.Excess(Declared(package), SurfaceLine.ReadFile(KeptFile(package)));

        excess.ShouldBeEmpty($"""
            compat/{package} declares what Surface/{package}.txt does not list:
            {string.Join('\n', excess)}
            If the official package has it, refresh the file: {RefreshVariable}=true dotnet test tests/Compat.Tests --filter Surface
            """);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void What_is_kept_is_still_declared(string package)
    {
        var declared = Declared(package);
        var kept = SurfaceLine.ReadFile(KeptFile(package));

        var stale = kept.Except(SurfaceComparison.Used(declared, kept)).ToList();

        stale.ShouldBeEmpty($"Refresh Surface/{package}.txt: {RefreshVariable}=true dotnet test tests/Compat.Tests --filter Surface");
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_official_listing_has_every_line(string package)
    {
        var official = SurfaceLine.ReadFile(ListingFile(package));

        var excess = SurfaceComparison.Excess(Declared(package), official);
        var made = SurfaceLine.ReadFile(KeptFile(package)).Except(official).ToList();

        excess.ShouldBeEmpty($"compat/{package} declares what {package} does not have:\n{string.Join('\n', excess)}\n");
        made.ShouldBeEmpty($"Surface/{package}.txt has lines that the official listing has not:\n{string.Join('\n', made)}\n");
    }

    private static IReadOnlyList<SurfaceLine> Declared(string package)
    {
        var assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return SurfacePrinter.Print(Path.Combine(AppContext.BaseDirectory, $"{package}.dll"), assemblies);
    }

    private static void Refresh(string package)
    {
        var used = SurfaceComparison.Used(Declared(package), SurfaceLine.ReadFile(ListingFile(package)));
        var origin = File.ReadLines(ListingFile(package)).First();
        File.WriteAllLines(
            KeptFile(package),
            [$"# The lines of the official listing that compat/{package} declares. Refreshed, never edited: see README.md.", origin, .. used.Select(line => line.ToString())]);
    }

    private static string KeptFile(string package) => Path.Combine(Repository.Root, "tests", "Compat.Tests", "Surface", $"{package}.txt");

    private static string ListingFile(string package) => Path.Combine(SharedFolder.Require(), "official-api", $"{package}.txt");
}
