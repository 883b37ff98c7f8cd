using Peyk.Core.Calendars;
using Peyk.Functions.Feedback;
using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Complaints;

/// <summary>Writes the pages of the complaint form. A pure function of their arguments.</summary>
public sealed class ComplaintPages(PageLayout layout, ComplaintUnits units)
{
    /// <param name="sent">What was typed; null for an empty form.</param>
    public Document Form(Complainant who, ComplaintForm? sent, ComplaintFault faults, Language language)
    {
        var path = PathOf(who);
        var main = Html.Of($"""
            <h1>{language["complaint.title"]}</h1>
            <p>{language["complaint.intro"]}</p>
            {Notice(faults, language)}
            <form action="{path}" method="post" class="survey">
            <input type="hidden" name="lang" value="{language.Tag.Value}">
            <p class="comment"><label for="{ComplaintForm.TextField}">{language["complaint.text"]}</label>
            <textarea id="{ComplaintForm.TextField}" name="{ComplaintForm.TextField}" rows="6" required maxlength="{ComplaintForm.LongestText}"{Wrong(faults, ComplaintFault.NoText)}>{sent?.Text}</textarea></p>
            {Contact(who, sent, faults, language)}
            <p class="aside" aria-hidden="true"><label for="{FeedbackForm.Honeypot}">{language["feedback.honeypot"]}</label>
            <input type="text" id="{FeedbackForm.Honeypot}" name="{FeedbackForm.Honeypot}" tabindex="-1" autocomplete="off"></p>
            <button type="submit">{language["complaint.send"]}</button>
            </form>
            <p class="comment"><a href="{who.Page}?lang={language.Tag.Value}">{language["complaint.back"]}</a></p>
            """);
        return layout.Render(new(language, language["complaint.title"], path, main));
    }

    /// <summary>The last complaint of the day: its code, and when it is answered.</summary>
    public Document Kept(Complainant who, Complaint complaint, Language language)
    {
        var (day, path) = (language.Format(units.LastDayOf(complaint.PromisedBy), DateStyle.Full), PathOf(who));
        var state = complaint.IsWaiting ? language.Say("complaint.promise", ("date", day)) : language["complaint.answered"];
        return Notice(path, language, Html.Of($"""
            <section class="standing success" role="status"><h2>{language["complaint.kept"]}</h2>
            <p>{state}</p></section>
            <p class="code">{language["complaint.code"]} <bdi dir="ltr">{complaint.Code}</bdi></p>
            <p class="comment"><a href="{path}?lang={language.Tag.Value}">{language["complaint.more"]}</a></p>
            <p><a href="{who.Page}?lang={language.Tag.Value}">{language["complaint.back"]}</a></p>
            """));
    }

    public Document Enough(Complainant who, Language language) => Notice(
        PathOf(who), language, Html.Of($"""<p class="notice" role="alert">{language["complaint.enough"]}</p>"""));

    public Document NotFound(string path, Language language) => Notice(
        path, language, Html.Of($"""<p class="notice" role="alert">{language["complaint.notFound"]}</p>"""));

    public Document TooMany(string path, Language language) => Notice(
        path, language, Html.Of($"""<p class="notice setback" role="alert">{language["tracking.tooMany"]}</p>"""));

    public static string PathOf(Complainant who) => $"{who.Page}/complaint";

    private Document Notice(string path, Language language, Html text) =>
        layout.Render(new(language, language["complaint.title"], path, Html.Of($"<h1>{language["complaint.title"]}</h1>{text}")));

    private static Html Notice(ComplaintFault faults, Language language)
    {
        (ComplaintFault Fault, string Text)[] all =
            [(ComplaintFault.NoText, "complaint.noText"), (ComplaintFault.BadContact, "complaint.badContact"), (ComplaintFault.Robot, "complaint.robot")];
        return faults == ComplaintFault.None ? Html.Empty : Html.Of(
            $"""<div class="notice setback" id="wrong" role="alert">{all.Where(f => faults.HasFlag(f.Fault)).Select(f => Html.Of($"<p>{language[f.Text]}</p>"))}</div>""");
    }

    private static Html Contact(Complainant who, ComplaintForm? sent, ComplaintFault faults, Language language) => who.IsReachable
        ? Html.Of($"""<p class="hint">{language["complaint.known"]}</p>""")
        : Html.Of($"""
            <p class="comment"><label for="{ComplaintForm.ContactField}">{language["complaint.contact"]}</label>
            <input type="text" id="{ComplaintForm.ContactField}" name="{ComplaintForm.ContactField}" dir="ltr" required maxlength="254" value="{sent?.Contact}"{Wrong(faults, ComplaintFault.BadContact)}></p>
            """);

    private static Html Wrong(ComplaintFault faults, ComplaintFault fault) =>
        faults.HasFlag(fault) ? Html.Of($""" aria-invalid="true" aria-describedby="wrong" """) : Html.Empty;
}
