using NodaTime;
using Peyk.Core.Calendars;
using Peyk.Core.Cases;

namespace Peyk.Core.Templates;

/// <summary>A checked value on its way into a message.</summary>
internal abstract record TemplateValue
{
    private TemplateValue()
    {
    }

    public sealed record Text(string Value) : TemplateValue;

    public sealed record Date(LocalDate Value) : TemplateValue;

    public sealed record Moment(Instant Value) : TemplateValue;

    public sealed record Number(decimal Value) : TemplateValue;

    public sealed record Amount(Money Value) : TemplateValue;

    public sealed record Url(string Value) : TemplateValue;

    /// <param name="Display">As it is read, perhaps in groups.</param>
    /// <param name="Compact">Without spaces, for subjects and SMS.</param>
    public sealed record Code(string Display, string Compact) : TemplateValue
    {
        public Code(TrackingCode code)
            : this(code.Display, code.Value)
        {
        }
    }

    public sealed record List(IReadOnlyList<string> Items) : TemplateValue;
}
