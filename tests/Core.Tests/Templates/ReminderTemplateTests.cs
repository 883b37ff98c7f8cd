using NodaTime;
using Peyk.Core.Templates;

namespace Peyk.Core.Tests.Templates;

/// <summary>The texts of reminders, which may tell of a case and need not.</summary>
public sealed class ReminderTemplateTests
{
    public static TheoryData<string, string> Shipped_reminders => [.. Shipped.Templates.Templates
        .Where(t => t.Kind == "reminders").Select(t => (t.Name, t.Language.Tag.Value))];

    [Theory]
    [MemberData(nameof(Shipped_reminders))]
    public void A_reminder_needs_no_case(string name, string language)
    {
        var template = Find(name, language);

        template.NeedsCase.ShouldBeFalse();
        var sms = template.RenderSms(Context(template, withTime: true)).Text;
        var email = template.RenderEmail(Context(template, withTime: true));
        (sms + email.Text).ShouldNotContain("peyk.example/t/");
        sms.ShouldContain(language == "fa" ? "۱۴۰۵" : name is "appointment" or "due-soon" ? "10 December 2026" : "10/12/2026");
    }

    [Theory]
    [MemberData(nameof(Shipped_reminders))]
    public void A_reminder_fits_into_few_segments(string name, string language)
    {
        var template = Find(name, language);

        template.RenderSms(Context(template, withTime: true)).Segments.ShouldBeLessThanOrEqualTo(language == "fa" ? 3 : 2);
    }

    [Fact]
    public void A_day_without_a_time_is_told_without_a_time()
    {
        var template = Find("appointment", "en");

        template.RenderSms(Context(template, withTime: true)).Text.ShouldContain("10 December 2026 at 10:00");
        template.RenderSms(Context(template, withTime: false)).Text.ShouldContain("Thursday 10 December 2026");
        template.RenderSms(Context(template, withTime: false)).Text.ShouldNotContain(":00");
    }

    [Fact]
    public void A_case_is_named_when_there_is_one()
    {
        var template = Find("documents-missing", "fa");

        var sms = template.RenderSms(Message.Context("documents-missing", template.Language, template.ExampleData)).Text;

        sms.ShouldContain("438812345679");
        sms.ShouldContain("https://peyk.example/t/438812345679");
    }

    private static Template Find(string name, string language) =>
        Shipped.Templates.Find("reminders", name, Core.Addresses.LanguageTag.Parse(language))!;

    private static RenderContext Context(Template template, bool withTime) =>
        Message.Context("decision", template.Language, template.ExampleData) with
        {
            Case = null,
            Due = new(new LocalDate(2026, 12, 10), withTime ? Instant.FromUtc(2026, 12, 10, 6, 30) : null),
        };
}
