using System.Globalization;
using System.Reflection;

namespace Peyk.Runtime.Http;

/// <summary>Turns the text of a route value into a parameter's type; null when it is not one.</summary>
internal delegate object? RouteValueParser(string text);

internal static class RouteValueParsers
{
    private static readonly MethodInfo ParserOf = typeof(RouteValueParsers).GetMethod(nameof(Parser), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>For strings and all types that parse themselves, nullable or not; null for others.</summary>
    public static RouteValueParser? For(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return text => text;
        var parses = type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IParsable<>));
        return parses ? (RouteValueParser)ParserOf.MakeGenericMethod(type).Invoke(null, null)! : null;
    }

    private static RouteValueParser Parser<T>()
        where T : IParsable<T> =>
        text => T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null;
}
