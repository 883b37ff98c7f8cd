using Azure.Identity;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace Peyk.Runtime.Tests.Hosting;

public sealed class StorageConnectionTests
{
    [Fact]
    public void A_connection_string_is_used_as_it_is()
    {
        var connection = Read(("AzureWebJobsStorage", "UseDevelopmentStorage=true"));

        connection.Credential.ShouldBeNull();
        connection.CreateQueueService(new QueueClientOptions()).AccountName.ShouldBe("devstoreaccount1");
    }

    [Fact]
    public void An_account_name_opens_the_public_endpoints_by_identity()
    {
        var connection = Read(("AzureWebJobsStorage:accountName", "peyk"));

        connection.Credential.ShouldBeOfType<DefaultAzureCredential>();
        connection.Endpoint("table").ShouldBe(new Uri("https://peyk.table.core.windows.net"));
    }

    [Fact]
    public void A_service_address_wins_over_the_account_name() =>
        Read(("AzureWebJobsStorage:accountName", "peyk"), ("AzureWebJobsStorage:queueServiceUri", "https://private.example/"))
            .Endpoint("queue").ShouldBe(new Uri("https://private.example/"));

    [Fact]
    public void A_managed_identity_can_be_asked_for() =>
        Read(("AzureWebJobsStorage:accountName", "peyk"), ("AzureWebJobsStorage:credential", "managedidentity"), ("AzureWebJobsStorage:clientId", "1"))
            .Credential.ShouldBeOfType<ManagedIdentityCredential>();

    [Fact]
    public void The_message_about_a_wrong_connection_string_does_not_quote_it()
    {
        var connection = Read(("AzureWebJobsStorage", "AccountName=peyk;AccountKey=s3cret"));

        Should.Throw<StartRefusedException>(() => connection.CreateQueueService(new QueueClientOptions())).ToString().ShouldNotContain("s3cret");
    }

    [Fact]
    public void A_missing_setting_is_refused_by_name() => Should.Throw<StartRefusedException>(() => Read()).Message.ShouldContain("AzureWebJobsStorage");

    private static StorageConnection Read(params (string Key, string Value)[] values) =>
        StorageConnection.Read(new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => v.Key, v => (string?)v.Value)).Build());
}
