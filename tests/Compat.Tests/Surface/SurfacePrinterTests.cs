using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Peyk.Compat.Tests.Surface;

public sealed class SurfacePrinterTests
{
    [Theory]
    [InlineData(
        "public class C { }",
        "N.C | type | public class N.C : object",
        "N.C | ctor | public C()")]
    [InlineData(
        "public static class S { internal static void Hidden() { } }",
        "N.S | type | public static class N.S")]
    [InlineData(
        "internal class Hidden { } public sealed class Shown : Base { private Shown() { } } public abstract class Base { private protected Base() { } protected internal void M() { } }",
        "N.Base | type | public abstract class N.Base : object",
        "N.Base | method | protected void M()",
        "N.Shown | type | public sealed class N.Shown : N.Base")]
    [InlineData(
        "public class C<T> where T : class, System.IDisposable, new() { private C() { } public static T Make<U>(T? first, params U[] rest) where U : struct => first!; }",
        "N.C<T> | type | public class N.C<T> : object where T : class, System.IDisposable, new()",
        "N.C<T> | method | public static T Make<U>(T first, params U[] rest) where U : struct")]
    [InlineData(
        """public interface I { int P { get; set; } void M(int? a = null, string s = "x\n", System.DayOfWeek d = System.DayOfWeek.Friday, System.Threading.CancellationToken c = default, double f = 0.5); }""",
        "N.I | type | public interface N.I",
        "N.I | property | public abstract int P { get; set; }",
        """N.I | method | public abstract void M(int? a = null, string s = "x\n", System.DayOfWeek d = System.DayOfWeek.Friday, System.Threading.CancellationToken c = default, double f = 0.5d)""")]
    [InlineData(
        "public enum E : byte { A = 1, B = 4 }",
        "N.E | type | public enum N.E : byte",
        "N.E | enum-member | A = 1",
        "N.E | enum-member | B = 4")]
    [InlineData(
        "public readonly struct V : System.IEquatable<V> { public bool Equals(V other) => true; public static implicit operator V(string s) => default; public int this[int i] => i; }",
        "N.V | type | public readonly struct N.V : System.IEquatable<N.V>",
        "N.V | method | public bool Equals(N.V other)",
        "N.V | operator | public static N.V op_Implicit(string s)",
        "N.V | indexer | public int this[int i] { get; }")]
    [InlineData(
        """public class C { protected C() { } public const string K = "k"; public static readonly int F; public int P { get; protected set; } public string Q { get; private init; } = ""; public event System.Action? Gone; public void Raise() => Gone?.Invoke(); }""",
        "N.C | type | public class N.C : object",
        "N.C | ctor | protected C()",
        """N.C | const | public const string K = "k" """,
        "N.C | field | public static readonly int F",
        "N.C | property | public int P { get; protected set; }",
        "N.C | property | public string Q { get; }",
        "N.C | event | public event System.Action Gone",
        "N.C | method | public void Raise()")]
    [InlineData(
        "public delegate void D<in T>(T @event, ref int count, out string text);",
        "N.D<T> | type | public delegate void N.D<in T>(T @event, ref int count, out string text)")]
    [InlineData(
        "public static class X { public class Inner { private Inner() { } } public static (int A, string B) M(this string s, System.Collections.Generic.Dictionary<string, dynamic> d) => default; }",
        "N.X | type | public static class N.X",
        "N.X.Inner | type | public class N.X.Inner : object",
        "N.X | method | public static (int A, string B) M(this string s, System.Collections.Generic.Dictionary<string, dynamic> d)")]
    public void A_declaration_is_listed(string source, params string[] expected) =>
        Print(source).ShouldBe(expected.Select(line => line.Trim()), ignoreOrder: true);

    private static IEnumerable<string> Print(string source)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var tree = CSharpSyntaxTree.ParseText($"#nullable enable\nnamespace N;\n{source}", cancellationToken: TestContext.Current.CancellationToken);
        var compilation = CSharpCompilation.Create("sample", [tree], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity == DiagnosticSeverity.Error).ShouldBeEmpty();
        return SurfacePrinter.Print(compilation.Assembly).Select(line => line.ToString());
    }
}
