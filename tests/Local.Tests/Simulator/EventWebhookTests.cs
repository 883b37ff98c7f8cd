using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Peyk.Local.Simulator.Scenarios;

namespace Peyk.Local.Tests.Simulator;

public sealed class EventWebhookTests : SimulatorTest
{
    [Fact]
    public void The_verification_used_here_accepts_the_published_vector()
    {
        var key = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAECavfi5z8H7sXZaK7Vczg1TKwrlTD7oLet4ub13ZC0zGSyVlNfo9V2L3NDYkl7tjXfjHDDhHMDEgCO7jK6pTmqw==";
        var body = """[{"email":"a@example.com","timestamp":1763717399,"event":"delivered","sg_event_id":"ZXZ0LTE","sg_message_id":"AbCdEfGhIjKlMnOpQrStUv.recvd-0-1-2-3.0"}]""" + "\r\n";
        var signature = "MEUCIAVW+HY0eR2a3tybjPEsC7Us6Pe/Y3BkgfNWG5NjYoMgAiEA6jWAtLPIvemSxf1b7QkhRaa7XQ06QUt9FJXyzfGwKww=";

        Verifies(key, "1763717400", Encoding.UTF8.GetBytes(body), signature).ShouldBeTrue();
        Verifies(key, "1763717401", Encoding.UTF8.GetBytes(body), signature).ShouldBeFalse();
    }

    [Fact]
    public async Task Batches_are_signed_over_time_and_raw_body()
    {
        await SendMailAsync("citizen@example.com");
        await EventuallyAsync(() => Events().Length == 2);

        foreach (var batch in Receiver.All)
        {
            var timestamp = batch.Headers["X-Twilio-Email-Event-Webhook-Timestamp"];
            var signature = batch.Headers["X-Twilio-Email-Event-Webhook-Signature"];
            batch.Text.ShouldEndWith("]\r\n");
            Verifies(Simulator.EventWebhookPublicKey, timestamp, batch.Body, signature).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Events_carry_the_custom_arguments_and_the_message_id()
    {
        var mail = Mail("any@example.com");
        mail["categories"] = new[] { "status" };
        mail["personalizations"] = new[]
        {
            new { to = new[] { new { email = "citizen@example.com" } }, custom_args = new { peyk_id = "شناسه", reason = "reserved" } },
        };
        var response = await SendMailAsync(mail);
        await EventuallyAsync(() => Events().Length == 2);

        foreach (var json in Events())
        {
            json.GetProperty("email").GetString().ShouldBe("citizen@example.com");
            json.GetProperty("peyk_id").GetString().ShouldBe("شناسه");
            json.TryGetProperty("reason", out _).ShouldBeFalse();
            json.GetProperty("category")[0].GetString().ShouldBe("status");
            json.GetProperty("sg_message_id").GetString()!.ShouldStartWith(response.Headers.GetValues("X-Message-Id").Single() + ".");
            json.GetProperty("timestamp").ValueKind.ShouldBe(JsonValueKind.Number);
        }
        Events().Select(json => json.GetProperty("sg_event_id").GetString()).Distinct().Count().ShouldBe(2);
        Receiver.All.First().Text.ShouldContain("شناسه");
    }

    [Fact]
    public async Task Many_events_come_in_few_batches()
    {
        await SendMailAsync(Mail([.. Enumerable.Range(0, 500).Select(i => $"reader{i}@example.com")]));
        await EventuallyAsync(() => Events().Length == 1_000);

        Receiver.All.Count.ShouldBeLessThan(100);
    }

    [Fact]
    public async Task A_batch_that_is_not_taken_comes_again_unchanged()
    {
        Receiver.Answers = count => count < 3 ? (500, "") : (200, "");

        await SendMailAsync("processed-only@sim.example");
        await EventuallyAsync(() => Receiver.All.Count == 4);

        Receiver.All.Select(batch => batch.Text).Distinct().Count().ShouldBe(1);
        Simulator.WebhookCounts.Repeated.ShouldBe(3);
    }

    [Fact]
    public async Task Duplicated_events_keep_their_id()
    {
        await SendMailAsync("duplicated@sim.example");
        await EventuallyAsync(() => Events().Length == 4);

        Events().GroupBy(json => json.GetProperty("sg_event_id").GetString()).Select(group => group.Count()).ShouldBe([2, 2]);
    }

    [Theory]
    [InlineData("late-bounce", true)]
    [InlineData("late-bounce-bare", false)]
    public async Task A_late_bounce_lacks_the_message_id(string name, bool hasArguments)
    {
        await SendMailAsync(ScenarioTable.Address(name));
        await EventuallyAsync(() => EventTypes().Contains("bounce"));

        var bounce = Events()[^1];
        bounce.TryGetProperty("sg_message_id", out _).ShouldBeFalse();
        bounce.TryGetProperty("ip", out _).ShouldBeFalse();
        bounce.TryGetProperty("peyk_id", out _).ShouldBe(hasArguments);
    }

    private static bool Verifies(string publicKey, string timestamp, byte[] body, string signature)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
        byte[] signed = [.. Encoding.ASCII.GetBytes(timestamp), .. body];
        return key.VerifyData(signed, Convert.FromBase64String(signature),
            HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }
}
