using Peyk.Core.Addresses;
using Peyk.Core.Inbound;
using Peyk.Core.Text;
using Peyk.Functions.Feedback;

namespace Peyk.Functions.Complaints;

/// <summary>What is wrong with a form; all of it is shown at once.</summary>
[Flags]
public enum ComplaintFault
{
    None = 0,
    NoText = 1,
    BadContact = 2,

    /// <summary>The field that people do not see is filled. Some browsers fill it for them, so that they are asked and not dropped.</summary>
    Robot = 4,
}

/// <summary>The form as it was sent.</summary>
/// <param name="Contact">Where an answer is to go, as it was typed; asked only where we do not know.</param>
public sealed record ComplaintForm(string Text, string Contact, bool IsHoneypotFilled)
{
    public const string TextField = "text";
    public const string ContactField = "contact";
    public const int LongestText = 2000;

    /// <summary>People write their numbers as at home.</summary>
    private const string Region = "IR";

    private const int LongestContact = 254;

    public static ComplaintForm Read(IFormCollection form) => new(
        UnicodeText.Shorten(InboundText.Read(form[TextField].ToString()).Original.ReplaceLineEndings("\n"), LongestText),
        UnicodeText.Shorten(UnicodeText.SingleLine(UnicodeText.WellFormed(form[ContactField].ToString())).Trim(), LongestContact),
        form[FeedbackForm.Honeypot].ToString().Length > 0);

    /// <summary>Judges the form, and gives the person with the address from it.</summary>
    public (ComplaintFault Faults, FeedbackPerson Person) Check(Complainant who)
    {
        var faults = IsHoneypotFilled ? ComplaintFault.Robot : ComplaintFault.None;
        if (!Text.Any(char.IsLetterOrDigit))
            faults |= ComplaintFault.NoText;
        if (who.IsReachable)
            return (faults, who.Person);
        if (PhoneNumber.TryParse(Contact, Region, out var mobile, out _))
            return (faults, who.Person with { Mobile = mobile.Value });
        return EmailAddress.TryParse(Contact, out var email, out _)
            ? (faults, who.Person with { Email = email.Value })
            : (faults | ComplaintFault.BadContact, who.Person);
    }
}
