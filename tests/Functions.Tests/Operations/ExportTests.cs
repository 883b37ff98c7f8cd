using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Functions.Cli;
using Peyk.Functions.Delivery;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Operations;

public sealed class ExportTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Days_are_exported_as_json_lines_with_their_logs_and_without_anything_personal()
    {
        await using var host = await PeykHost.StartAsync(azurite.NewAccount());
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var update = ApiUser.StatusUpdate("+989127770201", "exported@example.org", policy: "all", name: "Shahrzad");
        update["reference"] = "reference-4711";
        var id = await api.AcceptedAsync(update);
        var code = (string)(await api.FinalAsync(id))["case"]!["code"]!;
        var day = host.Get<NotificationKeys>().Day(TimeProvider.System.GetUtcNow());

        var (exit, output) = await RunAsync(host, "export", day.PlusDays(-1).ToString("uuuu-MM-dd", null), day.ToString("uuuu-MM-dd", null));

        exit.ShouldBe(0);
        var line = JsonNode.Parse(output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem())!;
        ((Guid)line["id"]!).ShouldBe(Guid.Parse(id));
        line["deliveries"]!.AsArray().Select(d => (string?)d!["status"]).ShouldBe(["delivered", "delivered"]);
        ((bool?)line["logIntegrity"]!["verified"]).ShouldBe(true);
        string[] personal = ["9127770201", "exported@", "Shahrzad", "reference-4711", code];
        personal.ShouldAllBe(word => !output.Contains(word, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_day_that_is_none_ends_with_an_error()
    {
        using var app = UnstartedApp.Create(new Dictionary<string, string> { ["AzureWebJobsStorage"] = azurite.NewAccount() });

        (await app.RunAsync("export", "yesterday", "2026-11-22")).Code.ShouldNotBe(0);
    }

    [Fact]
    public async Task Purge_deletes_what_is_over_its_time_and_nothing_else()
    {
        var time = new ShiftedTime();
        await using var host = await PeykHost.StartAsync(
            azurite.NewAccount(),
            new Dictionary<string, string>
            {
                ["RetentionSchedule"] = "0 0 0 1 1 *",
                // Fewer days to look through.
                ["Peyk__LongestLifetime"] = "01:00:00",
                ["Peyk__DefaultLifetime"] = "01:00:00",
                ["Delivery__ReceiptLimit"] = "01:00:00",
            },
            services => services.AddSingleton<TimeProvider>(time));
        var letters = host.Get<DeadLetterStore>();
        await letters.AddAsync(Queues.SendSms, "old", "unreadable", "text", default);
        time.Advance(TimeSpan.FromDays(13));
        await letters.AddAsync(Queues.SendSms, "new", "unreadable", "text", default);
        time.Advance(TimeSpan.FromDays(2));

        var (exit, output) = await RunAsync(host, "purge");

        exit.ShouldBe(0);
        output.ShouldStartWith("What is over its time is deleted");
        (await letters.ListAsync(Queues.SendSms, default)).Select(l => l.MessageId).ShouldBe(["new"]);
    }

    private static async Task<(int Code, string Output)> RunAsync(PeykHost host, params string[] arguments)
    {
        var output = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, () => host.Services, output, output);
        return (code, output.ToString());
    }
}
