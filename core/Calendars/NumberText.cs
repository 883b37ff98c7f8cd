using System.Globalization;
using System.Text;

namespace Peyk.Core.Calendars;

internal static class NumberText
{
    /// <summary>Groups of three and at least <paramref name="decimals"/> decimals; others as the number has them, without trailing zeros.</summary>
    public static string Group(decimal number, int decimals, string groupSeparator, string decimalSeparator)
    {
        var text = Math.Abs(number).ToString("0.############################", CultureInfo.InvariantCulture);
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var whole = dot < 0 ? text : text[..dot];
        var fraction = (dot < 0 ? "" : text[(dot + 1)..]).PadRight(decimals, '0');

        var result = new StringBuilder();
        if (number < 0)
            result.Append('\u2212');
        for (var i = 0; i < whole.Length; i++)
        {
            if (i > 0 && (whole.Length - i) % 3 == 0)
                result.Append(groupSeparator);
            result.Append(whole[i]);
        }

        if (fraction.Length > 0)
            result.Append(decimalSeparator).Append(fraction);
        return result.ToString();
    }
}
