namespace Peyk.Compat.Tests.Surface;

public sealed class SurfaceComparisonTests
{
    private const string Official = """
        N.Box<T> | type | public sealed class N.Box<T> : N.Base<T, int>, System.IDisposable, System.IEquatable<N.Box<T>> where T : class, new()
        N.Box<T> | method | public void Put(T item, int count = 1)
        N.Level | type | public enum N.Level : int
        N.Pair | type | public readonly struct N.Pair : System.IDisposable, System.IEquatable<N.Pair>
        """;

    [Theory]
    [InlineData("N.Box<T> | method | public void Put(T item, int count = 1)", "the line itself")]
    [InlineData("N.Box<T> | type | public sealed class N.Box<T> : N.Base<T, int> where T : class, new()", "no interface is enough")]
    [InlineData("N.Box<T> | type | public sealed class N.Box<T> : N.Base<T, int>, System.IDisposable where T : class, new()", "one is enough")]
    [InlineData("N.Pair | type | public readonly struct N.Pair : System.IEquatable<N.Pair>", "the second alone")]
    [InlineData("N.Pair | type | public readonly struct N.Pair", "none at all")]
    public void A_line_stands_in_the_listing(string line, string because) => Excess(line).ShouldBeEmpty(because);

    [Theory]
    [InlineData("N.Box<T> | method | public void Put(T item, int count = 2)", "another default")]
    [InlineData("N.Box<T> | method | public void Put(T thing, int count = 1)", "another parameter name")]
    [InlineData("N.Box<T> | method | public virtual void Put(T item, int count = 1)", "another modifier")]
    [InlineData("N.Box<T> | property | public int Count { get; }", "a member of its own")]
    [InlineData("N.Box<T> | type | public class N.Box<T> : N.Base<T, int> where T : class, new()", "not sealed")]
    [InlineData("N.Box<T> | type | public sealed class N.Box<T> : object where T : class, new()", "another base")]
    [InlineData("N.Box<T> | type | public sealed class N.Box<T> : N.Base<T, int> where T : class", "fewer constraints")]
    [InlineData("N.Box<T> | type | public sealed class N.Box<T> : N.Base<T, int>, System.ICloneable where T : class, new()", "an interface of its own")]
    [InlineData("N.Level | type | public enum N.Level : byte", "another number beneath")]
    [InlineData("N.Crate | type | public sealed class N.Crate : object", "a type of its own")]
    public void A_line_does_not_stand_in_the_listing(string line, string because) => Excess(line).ShouldBe([line], because);

    private static IReadOnlyList<string> Excess(string line) =>
        SurfaceComparison.Excess([SurfaceLine.Parse(line)], Official.Split('\n', StringSplitOptions.TrimEntries).Select(SurfaceLine.Parse));
}
