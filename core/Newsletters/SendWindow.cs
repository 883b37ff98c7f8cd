using System.Diagnostics.CodeAnalysis;
using NodaTime;
using Peyk.Core.Contacts;

namespace Peyk.Core.Newsletters;

/// <summary>The hours of a day in which an issue may go out, by the organisation's clock; they may go across midnight.</summary>
public sealed record SendWindow
{
    private readonly QuietHours _closed;

    private SendWindow(string text, QuietHours closed) => (Text, _closed) = (text, closed);

    /// <summary>As it is written: <c>08:00-20:00</c>.</summary>
    public string Text { get; }

    /// <summary>Reads <c>08:00-20:00</c>: the first moment of a day that is within, and the first that is not.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SendWindow? window, [NotNullWhen(false)] out string? reason)
    {
        (window, reason) = (null, null);
        // It is closed when it is not open.
        if (text?.Split('-') is [var from, var to] && QuietHours.TryParse($"{to}-{from}", out var closed, out _))
            window = new(text, closed);
        else
            reason = "A window is written like 08:00-20:00, and begins and ends at different times.";
        return window is not null;
    }

    /// <exception cref="FormatException">The text is no window.</exception>
    public static SendWindow Parse(string text) => TryParse(text, out var window, out var reason) ? window : throw new FormatException(reason);

    /// <summary>When the window opens next; null when it is open.</summary>
    public Instant? OpensAfter(Instant now, DateTimeZone zone) => _closed.EndAfter(now, zone);

    public override string ToString() => Text;
}
