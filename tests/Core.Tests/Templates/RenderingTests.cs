using Peyk.Core.Addresses;
using Peyk.Core.Templates;
using Peyk.Core.Text;

namespace Peyk.Core.Tests.Templates;

public sealed class RenderingTests
{
    [Fact]
    public void A_step_is_announced_in_Persian()
    {
        var template = Shipped.Templates.Find("status-updates", "step", Shipped.Fa)!;

        var email = template.RenderEmail(Message.Context("documents-checked", template.Language, Message.Json("{}"), "سارا احمدی"));

        email.Subject.ShouldBe("مستمری بازنشستگی: مدارک شما بررسی و تأیید شد (کد 438812345679)");
        email.Html.ShouldContain("<html lang=\"fa\" dir=\"rtl\">");
        email.Html.ShouldContain("سارا احمدی گرامی، سلام");
        email.Html.ShouldContain("4388 1234 5679</bdi>");
        email.Html.ShouldContain("۳۰ آبان ۱۴۰۵، ساعت ۱۰:۰۰");
        email.Text.ShouldContain("گام بعد: تطبیق سوابق پرداخت حق بیمه\nبه‌طور معمول تا: شنبه ۲۱ آذر ۱۴۰۵");
        email.Text.ShouldContain("دیدن روند پرونده:\nhttps://peyk.example/t/438812345679\n");
    }

    [Fact]
    public void A_step_is_announced_in_English()
    {
        var template = Shipped.Templates.Find("status-updates", "step", Shipped.En)!;

        var email = template.RenderEmail(Message.Context("documents-checked", template.Language, Message.Json("{}")));

        email.Subject.ShouldBe("Retirement pension: Your documents have been checked (code 438812345679)");
        email.Preheader.ShouldBe("Next: Check of your contribution history, usually by 12 December 2026");
        email.Text.ShouldStartWith("Hello,\n\nThere is news about your case “Retirement pension”:\n\nYour documents have been checked\n\n"
            + "Tracking code: 4388 1234 5679\nWhen: 21 November 2026 at 10:00\n");
    }

    [Fact]
    public void The_SMS_says_it_in_few_segments()
    {
        var template = Shipped.Templates.Find("status-updates", "step", Shipped.Fa)!;

        var sms = template.RenderSms(Message.Context("documents-checked", template.Language, Message.Json("{}")));

        sms.Text.ShouldBe(
            "سازمان تأمین اجتماعی\nمستمری بازنشستگی: مدارک شما بررسی و تأیید شد\nگام بعد: تطبیق سوابق پرداخت حق بیمه تا ۱۴۰۵/۰۹/۲۱\n"
            + "پیگیری 438812345679:\nhttps://peyk.example/t/438812345679");
        sms.Encoding.ShouldBe(SmsEncoding.Ucs2);
        sms.Segments.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public void The_English_SMS_is_in_the_cheap_alphabet()
    {
        var template = Shipped.Templates.Find("status-updates", "step", Shipped.En)!;

        var sms = template.RenderSms(Message.Context("documents-checked", template.Language, Message.Json("{}")));

        sms.Encoding.ShouldBe(SmsEncoding.Gsm7);
        sms.Segments.ShouldBe(2);
    }

    [Theory]
    [InlineData("decision", "We have good news for you.")]
    [InlineData("refused", "We know this is not the news you were hoping for.")]
    public void The_tone_of_the_step_chooses_the_opening(string step, string opening)
    {
        var template = Shipped.Templates.Find("status-updates", "step", Shipped.En)!;

        var email = template.RenderEmail(Message.Context(step, template.Language, Message.Json("{}")));

        email.Html.ShouldContain(opening);
        email.Text.ShouldContain(opening);
    }

    [Fact]
    public void A_finished_case_promises_nothing_more()
    {
        var template = Shipped.Templates.Find("status-updates", "step", Shipped.Fa)!;

        var email = template.RenderEmail(Message.Context("first-payment", template.Language, Message.Json("{}")));

        email.Text.ShouldNotContain("گام بعد");
        email.Preheader.ShouldBe("همه مرحله‌ها در صفحه پیگیری پرونده است.");
    }

    [Fact]
    public void Blocks_choose_by_what_is_there()
    {
        var template = Shipped.Templates.Find("status-updates", "setback", Shipped.En)!;
        var full = template.RenderEmail(Message.Context("refused", template.Language, template.ExampleData));
        var bare = template.RenderEmail(Message.Context("refused", template.Language, Message.Json("""{"reason": "No papers."}""")));

        full.Text.ShouldContain("• A certificate of employment from the workplace\n• A copy of the first page of your insurance booklet\n");
        full.Html.ShouldContain("<li style=\"margin:0 0 6px\">A certificate of employment");
        full.Text.ShouldContain("You have until: Monday 21 December 2026");
        bare.Text.ShouldNotContain("•");
        bare.Text.ShouldNotContain("until");
        bare.Text.ShouldContain("See all steps of your case:\nhttps://peyk.example/t/438812345679");
    }

    [Fact]
    public void Codes_keep_their_order_in_Persian_text()
    {
        var template = Shipped.Templates.Find("status-updates", "decision-approved", Shipped.Fa)!;

        var email = template.RenderEmail(Message.Context("decision", template.Language, template.ExampleData));

        email.Text.ShouldContain("شماره حکم: \u20661405-20817\u2069");
        email.Html.ShouldContain("<bdi dir=\"ltr\" class=\"code\" style=\"white-space:nowrap;font-weight:600;letter-spacing:.03em\">1405-20817</bdi>");
        email.Text.ShouldContain("مبلغ ماهانه: ۱۴۲٬۵۰۰٬۰۰۰ ریال");
    }

    [Fact]
    public void Every_shipped_template_renders_in_every_language_for_every_step()
    {
        foreach (var template in Shipped.Templates.Templates)
        {
            foreach (var step in Shipped.Services.Find("retirement")!.Steps)
            {
                var context = Message.Context(step.Key, template.Language, template.ExampleData, "سارا Smith") with
                {
                    Survey = SurveyFacts.From(
                        Shipped.Surveys.Find("csat")!, template.Language, score => new Uri($"https://peyk.example/f/token?score={score}"), bySms: true),
                };
                var email = template.RenderEmail(context);
                var sms = template.HasSms ? template.RenderSms(context).Text : "";

                if (template.NeedsCase)
                {
                    email.Subject.ShouldContain("438812345679");
                    sms.ShouldContain("438812345679");
                }

                System.Text.Encoding.UTF8.GetByteCount(email.Html).ShouldBeLessThan(102 * 1024);
                foreach (var part in new[] { email.Subject, email.Preheader, email.Html, email.Text, sms })
                {
                    part.ShouldNotContain("{{");
                    part.ShouldNotContain("PEYKVALUE");
                    part.ShouldNotContain("\u001E");
                }

                email.Html.ShouldNotContain("<img");
                email.Html.ShouldNotContain("url(");
                email.Text.ShouldNotContain("**");
                email.Text.ShouldNotContain("\n\n\n");
            }
        }
    }

    [Fact]
    public void Many_threads_get_their_own_words()
    {
        var template = Message.Template("Hello {{name}}.\n\n{{#if more}}\nMore: {{more}}.\n{{/if}}", "  name: { type: text, required: true }\n  more: { type: text }");

        Parallel.For(0, 500, i =>
        {
            var data = i % 2 == 0 ? $$"""{"name": "n{{i}}", "more": "m{{i}}"}""" : $$"""{"name": "n{{i}}"}""";
            var text = template.RenderEmail(Message.Context(data)).Text;

            text.ShouldContain($"Hello n{i}.");
            text.Contains("More", StringComparison.Ordinal).ShouldBe(i % 2 == 0);
        });
    }

    [Fact]
    public void A_template_about_a_case_needs_one()
    {
        var template = Shipped.Templates.Find("status-updates", "step", Shipped.Fa)!;

        template.NeedsCase.ShouldBeTrue();
        Should.Throw<InvalidOperationException>(() => template.RenderEmail(Message.Context()));
    }

    [Fact]
    public void Markdown_becomes_text_that_reads_well()
    {
        const string body = """
            # Title

            First *line*
            goes on with a [link](https://example.org/a) and `code`.

            1. one
            2. two
               - inner

            > **Key:** value
            > **Other:** value

            [Press](https://example.org/b)

            ---

            Write to [help@example.org](mailto:help@example.org) or [call](tel:+982164500).
            """;

        var text = Message.Template(body).RenderEmail(Message.Context()).Text;

        text.ShouldContain("""
            Title

            First line goes on with a link (https://example.org/a) and code.

            1. one
            2. two
              • inner

            Key: value
            Other: value

            Press:
            https://example.org/b

            ———

            Write to help@example.org or call (+982164500).
            """);
    }

    [Fact]
    public void A_quotation_of_labelled_lines_becomes_a_table_and_others_keep_their_lines()
    {
        var facts = Message.Template("> **Key:** value\n> **Other:** [link](https://example.org/)").RenderEmail(Message.Context()).Html;
        var words = Message.Template("> First line\n> second line").RenderEmail(Message.Context()).Html;

        facts.ShouldContain(">Key:</td>");
        facts.ShouldContain(">link</a></td></tr>");
        words.ShouldContain("First line<br />\nsecond line");
    }

    [Fact]
    public void Numbered_lists_have_the_digits_of_the_language()
    {
        var email = Message.Template("1. یک\n2. دو", language: "fa").RenderEmail(Message.Context());

        email.Text.ShouldContain("۱. یک\n۲. دو");
        email.Html.ShouldContain("list-style-type:persian");
    }

    [Fact]
    public void Links_at_the_foot_are_there_when_they_are_given()
    {
        var with = Message.Context() with { Links = new Peyk.Core.Templates.MessageLinks(Unsubscribe: new Uri("https://peyk.example/u/x?a=1&b=2")) };

        Message.Template("x").RenderEmail(with).Html.ShouldContain("href=\"https://peyk.example/u/x?a=1&amp;b=2\"");
        Message.Template("x").RenderEmail(with).Text.ShouldContain("Unsubscribe:\nhttps://peyk.example/u/x?a=1&b=2");
        Message.Template("x").RenderEmail(Message.Context()).Text.ShouldNotContain("Unsubscribe");
    }

    [Fact]
    public void A_name_of_the_other_direction_is_set_apart()
    {
        var context = Message.Context() with { Recipient = PersonName.Parse("Sara Ahmadi") };

        Message.Template("x", language: "fa").RenderEmail(context).Text.ShouldStartWith("\u2068Sara Ahmadi\u2069 گرامی، سلام");
    }
}
