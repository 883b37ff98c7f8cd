using Azure.Storage.Queues;
using Peyk.Functions.Shared.Storage;
using Peyk.Functions.Tests.Settings;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Operations;

public sealed class DoctorTests(AzuriteFixture azurite)
{
    private const string OtherSecret = "VGhpcyBpcyBhIHNlY3JldCBvZiAzMiBieXRlcyEhISE=";

    [Fact]
    public async Task All_is_well_on_a_good_configuration()
    {
        await using var op = await Operator.StartAsync(azurite.NewAccount());

        var (code, output) = await op.RunAsync("doctor");

        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).SkipLast(1).ShouldAllBe(line => line.StartsWith("ok "));
        output.TrimEnd().ShouldEndWith("Peyk can work.");
        code.ShouldBe(0);
    }

    public static TheoryData<string, string, string> Broken => new()
    {
        { "Peyk__MasterKeys", $"2026:{OtherSecret[..20]}", "FAIL  keys: Peyk__MasterKeys must hold base64 of 32 bytes." },
        { "Peyk__LookupKey", "", "FAIL  settings Peyk: Peyk__LookupKey is required." },
        { "Peyk__SigningKey", OtherSecret, "FAIL  signing keys: Peyk__SigningKey must hold base64 of PKCS #8 keys on curve P-256." },
        { "Peyk__TimeZone", "Asia/Teheran2", "FAIL  settings Peyk: Peyk__TimeZone must be a time zone of the TZDB" },
        { "Peyk__PublicUrl", "http://peyk.example.org", "FAIL  public address: is not https" },
        { "Peyk__PublicUrl", "https://other.example.org", "FAIL  SendGrid event webhook: none posts to https://other.example.org/hooks/sendgrid/events. Run: providers setup" },
        { "Delivery__CallTimeout", "soon", "FAIL  settings Delivery: Delivery__CallTimeout has a value of the wrong form" },
        { "Twilio__AuthToken", OtherSecret, "FAIL  Twilio account: answers 401, error 20003. Check Twilio__AccountSid and Twilio__AuthToken" },
        { "Twilio__AuthToken", "@Microsoft.KeyVault(SecretUri=https://kv.example/secrets/a)", "FAIL  settings Twilio: Twilio__AuthToken is a Key Vault reference that was not resolved" },
        { "Twilio__MessagingServiceSid", "MG99999999999999999999999999999999", "FAIL  Twilio sender: the Messaging Service answers 404, error 20404. Check Twilio__MessagingServiceSid." },
        { "Twilio__BaseUrl", "http://127.0.0.1:9", "FAIL  Twilio account: cannot be reached." },
        { "SendGrid__ApiKey", OtherSecret, "FAIL  SendGrid key: answers 401. Check SendGrid__ApiKey." },
        { "SendGrid__WebhookPublicKey", OtherSecret, "FAIL  webhook key: SendGrid__WebhookPublicKey must hold base64 of a DER public key." },
        { "WEBSITE_HOSTNAME", "peyk.azurewebsites.net", "FAIL  proxies: Azure's front end is one, but Peyk__TrustedProxyHops is 0" },
        { "APPLICATIONINSIGHTS_CONNECTION_STRING", "somewhere", "FAIL  telemetry: APPLICATIONINSIGHTS_CONNECTION_STRING is no connection string." },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task What_is_wrong_is_named_with_how_to_mend_it(string setting, string value, string expected)
    {
        await using var op = await Operator.StartAsync(azurite.NewAccount());
        op.Settings[setting] = value;

        var (code, output) = await op.RunAsync("doctor");

        output.ShouldContain(expected);
        code.ShouldBe(1);
        foreach (var secret in AppSettings.Confidential.Select(s => op.Settings.GetValueOrDefault(s)).Where(s => s is { Length: > 0 }))
            output.ShouldNotContain(secret!);
    }

    [Fact]
    public async Task Tables_and_queues_that_are_missing_are_named()
    {
        var storage = azurite.NewAccount();
        await using var op = await Operator.StartAsync(storage);
        await new QueueServiceClient(storage).GetQueueClient(Queues.Receipts).DeleteAsync();

        var (code, output) = await op.RunAsync("doctor");

        output.ShouldContain("ok    tables: all");
        output.ShouldContain("FAIL  queues: missing: receipts.");
        code.ShouldBe(1);
    }

    [Fact]
    public async Task An_account_key_that_is_wrong_is_told_without_the_key()
    {
        await using var op = await Operator.StartAsync(azurite.NewAccount());
        var account = op.Settings["AzureWebJobsStorage"];
        op.Settings["AzureWebJobsStorage"] = System.Text.RegularExpressions.Regex.Replace(account, "AccountKey=[^;]+", $"AccountKey={OtherSecret}");

        var (code, output) = await op.RunAsync("doctor");

        output.ShouldContain("FAIL  storage: refuses us (403).");
        output.ShouldContain("skip  tables and queues");
        output.ShouldNotContain(OtherSecret);
        code.ShouldBe(1);
    }

    [Fact]
    public async Task A_clock_that_is_off_is_told()
    {
        await using var op = await Operator.StartAsync(azurite.NewAccount());
        var time = new ShiftedTime();
        time.Advance(TimeSpan.FromMinutes(3));
        op.Time = time;

        (await op.RunAsync("doctor")).Output.ShouldContain("FAIL  clock: differs from the storage's by 1");
    }

    [Fact]
    public async Task Nothing_is_left_in_tables_or_queues()
    {
        var storage = azurite.NewAccount();
        await using var op = await Operator.StartAsync(storage);

        await op.RunAsync("doctor");

        foreach (var queue in Queues.All)
            (await new QueueServiceClient(storage).GetQueueClient(queue).GetPropertiesAsync()).Value.ApproximateMessagesCount.ShouldBe(0, queue);
        (await new Azure.Data.Tables.TableServiceClient(storage).GetTableClient(Tables.Controls)
            .QueryAsync<Azure.Data.Tables.TableEntity>().ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pause_is_a_note_and_no_failure()
    {
        await using var op = await Operator.StartAsync(azurite.NewAccount());
        await op.RunAsync("pause", "sms");

        var (code, output) = await op.RunAsync("doctor");

        output.ShouldContain("note  pauses: sms since ");
        code.ShouldBe(0);
    }
}
