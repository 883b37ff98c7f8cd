using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Peyk.Local.Tests.Simulator;

public sealed class MailSendTests : SimulatorTest
{
    [Fact]
    public async Task A_mail_is_accepted_with_an_id_and_no_body()
    {
        var response = await SendMailAsync("citizen@example.com");

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await response.Content.ReadAsStringAsync()).ShouldBe("");
        Simulator.Mails.Single().MessageId.ShouldBe(response.Headers.GetValues("X-Message-Id").Single());
    }

    [Fact]
    public async Task Everything_of_a_mail_can_be_looked_at()
    {
        var mail = Mail("citizen@example.com");
        mail["headers"] = new Dictionary<string, string> { ["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click" };
        mail["custom_args"] = new { peyk_id = "outer", peyk_delivery = "2" };
        mail["categories"] = new[] { "status" };

        await SendMailAsync(mail);

        var seen = Simulator.Mails.Single();
        seen.To.ShouldBe("citizen@example.com");
        seen.ToName.ShouldBe("Citizen");
        seen.From.ShouldBe("peyk@example.org");
        seen.Subject.ShouldBe("Your request");
        seen.Text.ShouldBe("Plain");
        seen.Html.ShouldBe("<p>Rich</p>");
        seen.Headers["List-Unsubscribe-Post"].ShouldBe("List-Unsubscribe=One-Click");
        seen.Headers["To"].ShouldBe("Citizen <citizen@example.com>");
        seen.CustomArgs.ShouldBe(
            new Dictionary<string, string> { ["peyk_id"] = "id-0", ["peyk_delivery"] = "2", ["peyk_attempt"] = "1" }, ignoreOrder: true);
        seen.Categories.ShouldBe(["status"]);
        JsonDocument.Parse(seen.Source).RootElement.GetProperty("subject").GetString().ShouldBe("Your request");
    }

    [Fact]
    public async Task Substitutions_are_made_for_each_personalization()
    {
        var mail = Mail("a@example.com", "b@example.com");
        mail["subject"] = "Dear -name-";
        mail["content"] = new[] { new { type = "text/plain", value = "-name-, come -when-" } };
        var personalizations = (Dictionary<string, object>[])mail["personalizations"];
        personalizations[0]["substitutions"] = new Dictionary<string, string> { ["-name-"] = "سارا", ["-when-"] = "فردا" };
        personalizations[1]["substitutions"] = new Dictionary<string, string> { ["-name-"] = "John", ["-when-"] = "today" };

        await SendMailAsync(mail);

        Simulator.Mails.Select(seen => seen.Subject).ShouldBe(["Dear سارا", "Dear John"]);
        Simulator.Mails.Select(seen => seen.Text).ShouldBe(["سارا, come فردا", "John, come today"]);
    }

    [Theory]
    [InlineData(1_000, 202)]
    [InlineData(1_001, 400)]
    public async Task A_request_has_at_most_1000_personalizations(int count, int status)
    {
        var response = await SendMailAsync(Mail([.. Enumerable.Range(0, count).Select(i => $"reader{i}@example.com")]));

        ((int)response.StatusCode).ShouldBe(status);
        Simulator.AcceptedMails.ShouldBe(status == 202 ? count : 0);
    }

    [Fact]
    public async Task The_sandbox_answers_200_and_sends_nothing()
    {
        var mail = Mail("citizen@example.com");
        mail["mail_settings"] = new { sandbox_mode = new { enable = true } };

        var response = await SendMailAsync(mail);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        Simulator.AcceptedMails.ShouldBe(0);
    }

    public static TheoryData<string, string, string> Faults => new()
    {
        { "personalizations", "[]", "personalizations" },
        { "personalizations", """[{"to":[]}]""", "personalizations.0.to" },
        { "personalizations", """[{"to":[{"email":"no address"}]}]""", "personalizations.0.to.0.email" },
        { "personalizations", """[{"to":[{"email":"a@example.com"},{"email":"A@example.com"}]}]""", "personalizations.0.to.1.email" },
        { "personalizations", """[{"to":[{"email":"a@example.com","name":"A; B"}]}]""", "personalizations.0.to.0.name" },
        { "personalizations", """[{"to":[{"email":"a@example.com"}],"surprise":1}]""", "personalizations.0.surprise" },
        { "personalizations", """[{"to":[{"email":"a@example.com"}],"custom_args":{"n":1}}]""", "personalizations.0.custom_args.n" },
        { "personalizations", """[{"to":[{"email":"a@example.com"}],"send_at":99999999999}]""", "personalizations.0.send_at" },
        { "personalizations", """[{"to":[{"email":"a@example.com"}],"headers":{"Reply-To":"x"}}]""", "personalizations.0.headers.Reply-To" },
        { "from", "{}", "from.email" },
        { "subject", "\"\"", "subject" },
        { "content", "[]", "content" },
        { "content", """[{"type":"text/html","value":"x"},{"type":"text/plain","value":"x"}]""", "content" },
        { "content", """[{"type":"text/plain","value":""}]""", "content.0.value" },
        { "categories", """["a","a"]""", "categories" },
        { "asm", "{}", "asm.group_id" },
        { "ip_pool_name", "\"x\"", "ip_pool_name" },
        { "batch_id", "\"unknown\"", "batch_id" },
        { "attachments", """[{"content":"not base64!","filename":"a.txt"}]""", "attachments.0.content" },
        { "mail_settings", """{"bypass_list_management":{"enable":true},"bypass_spam_management":{"enable":true}}""", "mail_settings.bypass_list_management" },
        { "surprise", "1", "surprise" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Wrong_input_is_refused_and_its_field_named(string member, string json, string field)
    {
        var mail = Mail("citizen@example.com");
        mail[member] = JsonDocument.Parse(json).RootElement;

        var response = await SendMailAsync(mail);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = (await JsonAsync(response)).GetProperty("errors")[0];
        error.GetProperty("field").GetString().ShouldBe(field);
        error.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
        Simulator.AcceptedMails.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_no_JSON_is_refused() =>
        (await SendGrid.PostAsync("v3/mail/send", new StringContent("{", Encoding.UTF8, "application/json"))).StatusCode
            .ShouldBe(HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_wrong_key_is_refused()
    {
        SendGrid.DefaultRequestHeaders.Authorization = new("Bearer", "SG.other");

        var response = await SendMailAsync("citizen@example.com");

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await JsonAsync(response)).GetProperty("errors")[0].GetProperty("message").GetString().ShouldBe("authorization required");
    }

    [Fact]
    public async Task A_body_over_30_MB_is_refused()
    {
        var mail = Mail("citizen@example.com");
        mail["attachments"] = new[] { new { content = new string('A', 32 * 1024 * 1024), filename = "large.bin" } };

        (await SendMailAsync(mail)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_body_may_be_zipped()
    {
        using var zipped = new MemoryStream();
        await using (var zip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
            await JsonSerializer.SerializeAsync(zip, Mail("citizen@example.com"));
        var content = new ByteArrayContent(zipped.ToArray()) { Headers = { ContentType = new("application/json"), ContentEncoding = { "gzip" } } };

        (await SendGrid.PostAsync("v3/mail/send", content)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_batch_id_can_be_had_and_used()
    {
        var batch = (await JsonAsync(await SendGrid.PostAsync("v3/mail/batch", null))).GetProperty("batch_id").GetString()!;
        var mail = Mail("citizen@example.com");
        mail["batch_id"] = batch;

        (await SendMailAsync(mail)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }
}
