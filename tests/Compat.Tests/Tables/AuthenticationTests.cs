using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Peyk.Testing;

namespace Peyk.Compat.Tests.Tables;

public sealed class AuthenticationTests(AzuriteFixture azurite)
{
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private static readonly Uri Endpoint = new($"http://127.0.0.1:10002/{Account}");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_signature_that_these_tests_expect_is_the_published_one()
    {
        const string Path = $"/{Account}/Notifications(PartitionKey='acme',RowKey='n-1')";

        SharedKeyLite("Sat, 21 Nov 2026 10:00:00 GMT", Path)
            .ShouldBe($"SharedKeyLite {Account}:mZav62pJiVoro96dgPZORU+xpqyZTGSKPGNc5d5q800=");
    }

    [Theory]
    [InlineData("acme", "n-1", "(PartitionKey='acme',RowKey='n-1')")]
    [InlineData("o'brien", "a b+c", "(PartitionKey='o%27%27brien',RowKey='a%20b%2Bc')")]
    [InlineData("پیک", "o|1", "(PartitionKey='%D9%BE%DB%8C%DA%A9',RowKey='o%7C1')")]
    public async Task A_request_is_signed_over_its_date_and_escaped_path(string partitionKey, string rowKey, string path)
    {
        using var transport = new ScriptedTransport(ScriptedTransport.NoContent);
        var table = new TableClient(Endpoint, "Notifications", new TableSharedKeyCredential(Account, Key), transport.Options);

        await table.DeleteEntityAsync(partitionKey, rowKey, cancellationToken: Cancellation);

        var sent = transport.Requests.ShouldHaveSingleItem();
        sent.Uri.AbsolutePath.ShouldBe($"/{Account}/Notifications{path}");
        sent.Headers["Authorization"].ShouldBe(SharedKeyLite(sent.Headers["x-ms-date"], sent.Uri.AbsolutePath));
    }

    [Fact]
    public async Task A_query_is_signed_without_its_parameters()
    {
        using var transport = new ScriptedTransport(() => ScriptedTransport.Page(""));
        var table = new TableClient(Endpoint, "Notifications", new TableSharedKeyCredential(Account, Key), transport.Options);

        await table.QueryAsync<TableEntity>("PartitionKey eq 'a b'", 10, ["N"], Cancellation).ToListAsync(Cancellation);

        var sent = transport.Requests.ShouldHaveSingleItem();
        sent.Uri.Query.ShouldContain("PartitionKey%20eq%20%27a%20b%27");
        sent.Headers["Authorization"].ShouldBe(SharedKeyLite(sent.Headers["x-ms-date"], $"/{Account}/Notifications()"));
    }

    [Fact]
    public async Task A_wrong_key_is_refused()
    {
        var right = new TableServiceClient(azurite.NewAccount());
        var wrong = new TableSharedKeyCredential(right.AccountName, Convert.ToBase64String(new byte[64]));

        var refused = await Should.ThrowAsync<RequestFailedException>(
            () => new TableServiceClient(right.Uri, wrong).CreateTableAsync("Things", Cancellation));

        refused.Status.ShouldBe(403);
        refused.ErrorCode.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_key_can_be_replaced_while_a_client_lives()
    {
        var connectionString = azurite.NewAccount();
        var right = new TableServiceClient(connectionString);
        var credential = new TableSharedKeyCredential(right.AccountName, Convert.ToBase64String(new byte[64]));
        var service = new TableServiceClient(right.Uri, credential);

        credential.SetAccountKey(connectionString.Split("AccountKey=")[1].Split(';')[0]);

        (await service.CreateTableAsync("Things", Cancellation)).GetRawResponse().Status.ShouldBe(204);
    }

    [Fact]
    public async Task A_token_is_asked_for_the_storage_scope_and_sent_as_bearer()
    {
        using var transport = new ScriptedTransport(ScriptedTransport.NoContent);
        var credential = new TestCredential();
        var table = new TableClient(new Uri("https://acme.table.core.windows.net"), "Things", credential, transport.Options);

        await table.AddEntityAsync(new TableEntity("p", "r"), Cancellation);

        var sent = transport.Requests.ShouldHaveSingleItem();
        sent.Headers["Authorization"].ShouldBe("Bearer a-token");
        string.CompareOrdinal(sent.Headers["x-ms-version"], "2020-12-06").ShouldBeGreaterThanOrEqualTo(0);
        credential.Scopes.ShouldBe(["https://storage.azure.com/.default"]);
        table.AccountName.ShouldBe("acme");
    }

    [Fact]
    public void A_token_is_not_sent_without_https() =>
        Should.Throw<ArgumentException>(() => new TableClient(Endpoint, "Things", new TestCredential()));

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1/Things", Account)]
    [InlineData("UseDevelopmentStorage=true;", "http://127.0.0.1:10002/devstoreaccount1/Things", Account)]
    [InlineData(
        $"DefaultEndpointsProtocol=https;AccountName=acme;AccountKey={Key};EndpointSuffix=core.windows.net",
        "https://acme.table.core.windows.net/Things",
        "acme")]
    [InlineData($"AccountName=acme;AccountKey={Key};EndpointSuffix=core.chinacloudapi.cn", "https://acme.table.core.chinacloudapi.cn/Things", "acme")]
    [InlineData($"TableEndpoint=http://127.0.0.1:4242/acme;AccountName=acme;AccountKey={Key};", "http://127.0.0.1:4242/acme/Things", "acme")]
    [InlineData(
        $"DefaultEndpointsProtocol=http;AccountName=acme;AccountKey={Key};QueueEndpoint=http://q/acme;TableEndpoint=http://127.0.0.1:4242/acme/",
        "http://127.0.0.1:4242/acme/Things",
        "acme")]
    public async Task A_connection_string_leads_to_its_account(string connectionString, string address, string account)
    {
        using var transport = new ScriptedTransport(ScriptedTransport.NoContent);
        var table = new TableClient(connectionString, "Things", transport.Options);

        await table.AddEntityAsync(new TableEntity("p", "r"), Cancellation);

        table.AccountName.ShouldBe(account);
        var sent = transport.Requests.ShouldHaveSingleItem();
        sent.Uri.AbsoluteUri.ShouldBe(address);
        sent.Headers["Authorization"].ShouldStartWith($"SharedKeyLite {account}:");
    }

    [Theory]
    [InlineData("AccountName=acme;EndpointSuffix=core.windows.net")]
    [InlineData("nonsense")]
    [InlineData("=;=")]
    public void A_connection_string_that_lacks_something_is_refused_without_repeating_it(string connectionString)
    {
        var refused = Should.Throw<Exception>(() => new TableClient(connectionString, "Things"));

        (refused is FormatException or InvalidOperationException).ShouldBeTrue();
        refused.Message.ShouldNotContain(connectionString);
    }

    private static string SharedKeyLite(string date, string path)
    {
        var signature = HMACSHA256.HashData(Convert.FromBase64String(Key), Encoding.UTF8.GetBytes($"{date}\n/{Account}{path}"));
        return $"SharedKeyLite {Account}:{Convert.ToBase64String(signature)}";
    }

    private sealed class TestCredential : TokenCredential
    {
        public string[] Scopes { get; private set; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes = requestContext.Scopes;
            return new AccessToken("a-token", DateTimeOffset.MaxValue);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
