using Azure.Data.Tables;
using Peyk.Functions.Shared.Storage;
using Peyk.Functions.Tests.Assistant;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Complaints;

/// <summary>An app that takes notifications over and sends none, so that only the test writes: what breaks is what it means.</summary>
public sealed class QuietHost(AzuriteFixture azurite) : SmsHost(azurite)
{
    protected override Dictionary<string, string> Settings => new(base.Settings)
    {
        ["SweepSchedule"] = "0 0 0 1 1 *",
        ["AzureWebJobs.SendSmsQueue.Disabled"] = "true",
        ["AzureWebJobs.SendEmailQueue.Disabled"] = "true",
    };

    /// <summary>How many notifications of a template were taken over.</summary>
    public async Task<int> CountAsync(string template)
    {
        var filter = TableClient.CreateQueryFilter($"Template eq {template}");
        return await Host.Tables.GetTableClient(Tables.Notifications).QueryAsync<TableEntity>(filter, select: ["RowKey"]).CountAsync();
    }
}
