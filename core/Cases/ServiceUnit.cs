using Peyk.Core.Addresses;
using Peyk.Core.Definitions;

namespace Peyk.Core.Cases;

/// <summary>The unit that owns a service and answers complaints about it.</summary>
/// <param name="Email">Where it is told of complaints; null: it asks by itself.</param>
/// <param name="Escalation">Who is told when an answer is overdue; null: the unit again.</param>
/// <param name="AnswerWithin">What citizens are promised.</param>
public sealed record ServiceUnit(EmailAddress? Email, EmailAddress? Escalation, ExpectedDuration AnswerWithin)
{
    private const int UsualDays = 5;
    private const int MostDays = 60;

    /// <summary>For services that name none.</summary>
    public static ServiceUnit Unnamed { get; } = new(null, null, new(UsualDays, Working: true));

    internal static ServiceUnit Read(YamlReader service)
    {
        if (service.Map("unit") is not { } yaml)
            return Unnamed;
        yaml.AllowOnly("email", "escalation", "workingDays");
        var days = yaml.Number("workingDays") ?? UsualDays;
        if (days is < 1 or > MostDays)
            yaml.Report("workingDays", $"must be 1 to {MostDays}");
        return new(Address(yaml, "email"), Address(yaml, "escalation"), new(days, Working: true));
    }

    private static EmailAddress? Address(YamlReader yaml, string key)
    {
        if (yaml.OptionalText(key) is not { } text)
            return null;
        if (EmailAddress.TryParse(text, out var address, out var reason))
            return address;
        yaml.Report(key, reason);
        return null;
    }
}
