using System.Text.Json.Nodes;
using SendGrid;
using SendGrid.Helpers.Mail;

namespace Peyk.Compat.Tests.SendGrid;

public sealed class MailSendTests
{
    [Fact]
    public async Task A_mail_is_posted_as_json_with_the_key_as_bearer()
    {
        await using var sendGrid = await SendGridServer.AcceptingAsync();

        await sendGrid.Client.SendEmailAsync(SendGridServer.Message());

        sendGrid.Request.Method.ShouldBe("POST");
        sendGrid.Request.Target.ShouldBe("/v3/mail/send");
        sendGrid.Request.Headers["Authorization"].ShouldBe($"Bearer {SendGridServer.Key}");
        sendGrid.Request.Headers["Content-Type"].ShouldBe("application/json");
    }

    [Fact]
    public async Task The_least_mail_has_nothing_that_was_not_set()
    {
        await using var sendGrid = await SendGridServer.AcceptingAsync();

        await sendGrid.Client.SendEmailAsync(SendGridServer.Message());

        ShouldBeJson(sendGrid.Json, """
            {
              "from": { "email": "notices@example.org", "name": "Notices" },
              "subject": "Documents received",
              "personalizations": [ { "to": [ { "email": "ada@example.org" } ] } ],
              "content": [ { "type": "text/plain", "value": "Hello" } ]
            }
            """);
    }

    [Fact]
    public async Task Everything_the_app_sets_has_its_place()
    {
        await using var sendGrid = await SendGridServer.AcceptingAsync();
        var message = SendGridServer.Message();
        message.SetFrom("from@example.org", "From");
        message.SetReplyTo(new EmailAddress("reply@example.org"));
        message.AddGlobalHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        message.AddGlobalCustomArg("peyk_id", "n1");
        message.AddCategory("status-update");
        message.SetGlobalSendAt(1_800_000_000);
        message.SetAsm(7, [7, 8]);
        message.SetSandBoxMode(true);
        message.SetClickTracking(false, false);
        message.SetOpenTracking(false);
        message.SetSubscriptionTracking(false);

        await sendGrid.Client.SendEmailAsync(message);

        ShouldBeJson(sendGrid.Json, """
            {
              "from": { "email": "from@example.org", "name": "From" },
              "reply_to": { "email": "reply@example.org" },
              "subject": "Documents received",
              "personalizations": [ { "to": [ { "email": "ada@example.org" } ] } ],
              "content": [ { "type": "text/plain", "value": "Hello" } ],
              "headers": { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
              "custom_args": { "peyk_id": "n1" },
              "categories": [ "status-update" ],
              "send_at": 1800000000,
              "asm": { "group_id": 7, "groups_to_display": [ 7, 8 ] },
              "mail_settings": { "sandbox_mode": { "enable": true } },
              "tracking_settings": {
                "click_tracking": { "enable": false, "enable_text": false },
                "open_tracking": { "enable": false },
                "subscription_tracking": { "enable": false }
              }
            }
            """);
    }

    [Fact]
    public async Task Each_recipient_has_a_personalization_of_their_own()
    {
        await using var sendGrid = await SendGridServer.AcceptingAsync();
        var message = SendGridServer.Message();
        message.AddSubstitution("-name-", "Ada");
        message.AddCustomArg("peyk_id", "n1");
        message.AddTo(new EmailAddress("omid@example.org", "امید"), 1);
        message.SetSubject("مدارک رسید", 1);
        message.AddHeader("List-Unsubscribe", "<https://u.example/2>", 1);
        message.AddSubstitution("-name-", "امید", 1);
        message.AddCustomArg("peyk_id", "n2", 1);
        message.SetSendAt(1_800_000_001, 1);

        await sendGrid.Client.SendEmailAsync(message);

        ShouldBeJson(sendGrid.Json["personalizations"]!, """
            [
              {
                "to": [ { "email": "ada@example.org" } ],
                "substitutions": { "-name-": "Ada" },
                "custom_args": { "peyk_id": "n1" }
              },
              {
                "to": [ { "email": "omid@example.org", "name": "امید" } ],
                "subject": "مدارک رسید",
                "headers": { "List-Unsubscribe": "<https://u.example/2>" },
                "substitutions": { "-name-": "امید" },
                "custom_args": { "peyk_id": "n2" },
                "send_at": 1800000001
              }
            ]
            """);
    }

    [Fact]
    public async Task A_personalization_made_beforehand_is_added_as_it_is()
    {
        await using var sendGrid = await SendGridServer.AcceptingAsync();
        var message = new SendGridMessage
        {
            From = new EmailAddress("notices@example.org"),
            Personalizations = [new Personalization { From = new EmailAddress("other@example.org"), Tos = [new EmailAddress("ada@example.org")] }],
        };
        message.AddTo(new EmailAddress("omid@example.org"), personalization: new Personalization { Subject = "Second" });

        await sendGrid.Client.SendEmailAsync(message);

        ShouldBeJson(sendGrid.Json["personalizations"]!, """
            [
              { "from": { "email": "other@example.org" }, "to": [ { "email": "ada@example.org" } ] },
              { "subject": "Second", "to": [ { "email": "omid@example.org" } ] }
            ]
            """);
    }

    [Fact]
    public void A_personalization_cannot_be_skipped()
    {
        var message = SendGridServer.Message();

        Should.Throw<ArgumentException>(() => message.AddTo(new EmailAddress("omid@example.org"), 2));
    }

    [Fact]
    public async Task Plain_text_comes_before_html_before_the_rest()
    {
        await using var sendGrid = await SendGridServer.AcceptingAsync();
        var message = SendGridServer.Message();
        message.PlainTextContent = null;
        message.AddContent("text/calendar", "BEGIN:VCALENDAR");
        message.AddContent(MimeType.Html, "<p>Hello</p>");
        message.AddContent(MimeType.Text, "Hello");

        await sendGrid.Client.SendEmailAsync(message);

        sendGrid.Json["content"]!.AsArray().Select(part => (string?)part!["type"])
            .ShouldBe(["text/plain", "text/html", "text/calendar"]);
    }

    [Theory]
    [InlineData("می\u200cشود «سلام» 👍")]
    [InlineData("<p dir=\"rtl\">a & b 'c' \\ \u2028</p>\r\n")]
    public async Task Text_arrives_as_it_was_written(string text)
    {
        await using var sendGrid = await SendGridServer.AcceptingAsync();
        var message = SendGridServer.Message();
        message.HtmlContent = text;

        await sendGrid.Client.SendEmailAsync(message);

        ((string?)sendGrid.Json["content"]![1]!["value"]).ShouldBe(text);
    }

    [Fact]
    public async Task An_address_that_stands_twice_in_a_list_is_sent_once()
    {
        await using var sendGrid = await SendGridServer.AcceptingAsync();
        var message = SendGridServer.Message();
        message.AddTo("Ada@Example.org", "Ada again");

        await sendGrid.Client.SendEmailAsync(message);

        sendGrid.Json["personalizations"]![0]!["to"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public void An_empty_address_is_refused_at_once()
    {
        Should.Throw<ArgumentNullException>(() => SendGridServer.Message().AddTo(" "));
        Should.Throw<ArgumentNullException>(() => SendGridServer.Message().SetFrom(""));
    }

    private static void ShouldBeJson(JsonNode actual, string expected) =>
        JsonNode.DeepEquals(actual, JsonNode.Parse(expected)).ShouldBeTrue($"Sent: {actual.ToJsonString()}");
}
