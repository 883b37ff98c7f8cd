using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Core.Deliveries;
using Peyk.Functions.Batches;
using Peyk.Functions.Contacts;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Batches;

/// <summary>Batches whose hints are given by hand, so that each can come late, twice, or never.</summary>
public sealed class BatchWorkTests(AzuriteFixture azurite) : IAsyncLifetime
{
    // Instances of one deployment have the same keys.
    private static readonly (string Name, string Value)[] Keys =
    [
        ("Peyk__MasterKeys", $"test:{Convert.ToBase64String(new byte[32])}"), ("Peyk__LookupKey", Convert.ToBase64String(new byte[32])),
    ];

    private readonly string _storage = azurite.NewAccount();
    private readonly StorageFailure _failure = new();
    private readonly ShiftedTime _time = new();
    private PeykHost _host = null!;
    private BatchUser _api = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await StartAsync();
        _api = new(_host.ClientWith(await _host.NewKeyAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_hint_that_comes_twice_accepts_each_row_once()
    {
        var id = await _api.AcceptedAsync(BatchUser.Csv(120, 9_382_000_000, 3));
        var hint = await HintAsync(id);

        await Task.WhenAll(_host.Get<BatchWork>().HandleAsync(hint, default), _host.Get<BatchWork>().HandleAsync(hint, default));
        await _host.Get<BatchWork>().HandleAsync(hint, default);

        await EachOnceAsync(id, 9_382_000_000, 120, 3);
    }

    [Fact]
    public async Task Two_instances_at_one_batch_accept_each_row_once()
    {
        await using var second = await StartAsync();
        var id = await _api.AcceptedAsync(BatchUser.Csv(150, 9_382_001_000));
        var hint = await HintAsync(id);

        await Task.WhenAll(_host.Get<BatchWork>().HandleAsync(hint, default), second.Get<BatchWork>().HandleAsync(hint, default));
        await WorkOffAsync(id);

        await EachOnceAsync(id, 9_382_001_000, 150, second: second);
    }

    [Theory]
    [InlineData(false, "the results are not written")]
    [InlineData(true, "they are, and nobody learns of it")]
    public async Task A_crash_after_the_rows_were_accepted_repeats_none(bool after, string because)
    {
        var id = await _api.AcceptedAsync(BatchUser.Csv(20, 9_382_002_000, 20));
        var hint = await HintAsync(id);
        _failure.BreakNext("r|00001", after);

        await Should.ThrowAsync<InvalidOperationException>(() => _host.Get<BatchWork>().HandleAsync(hint, default));
        await _host.Get<BatchWork>().HandleAsync(hint, default);

        _failure.Broken.ShouldBe(1);
        await EachOnceAsync(id, 9_382_002_000, 20, 20, because: because);
    }

    [Fact]
    public async Task A_crash_between_the_rows_and_the_head_is_completed_by_the_repeat_of_the_request()
    {
        var csv = BatchUser.Csv(5, 9_382_003_000);
        _failure.BreakNext("\"Upload\"", after: false);
        using var broken = await _api.PostCsvAsync(csv, "crashed");

        var id = await _api.AcceptedAsync(csv, "crashed");
        await WorkOffAsync(id);

        ((int)broken.StatusCode).ShouldBe(500);
        await EachOnceAsync(id, 9_382_003_000, 5);
        (await KeysAsync(id)).ShouldNotContain(k => k.StartsWith("s|"), "the rows of the first upload are gone too");
    }

    [Fact]
    public async Task A_lost_hint_is_put_again_and_a_late_one_of_an_older_turn_is_dropped()
    {
        var id = await _api.AcceptedAsync(BatchUser.Csv(5, 9_382_004_000));
        var late = await HintAsync(id);
        _time.Advance(TimeSpan.FromMinutes(3));

        await _host.Get<BatchUpkeep>().RunAsync(default);
        await _host.Get<BatchWork>().HandleAsync(late, default);
        var afterLate = (await _api.GetAsync(id))["waiting"]!.GetValue<int>();
        await _host.Get<BatchWork>().HandleAsync(await HintAsync(id), default);

        afterLate.ShouldBe(5);
        await EachOnceAsync(id, 9_382_004_000, 5);
        (await QueuedAsync()).ShouldContain(await HintAsync(id, turn: 2));
    }

    [Fact]
    public async Task A_paused_batch_waits_and_goes_on_when_it_is_resumed()
    {
        var id = await _api.AcceptedAsync(BatchUser.Csv(5, 9_382_005_000));
        var hint = await HintAsync(id);

        using var paused = await _api.TurnAsync(id, "pause");
        await _host.Get<BatchWork>().HandleAsync(hint, default);
        var meanwhile = await _api.GetAsync(id);
        using var resumed = await _api.TurnAsync(id, "resume");
        await _host.Get<BatchWork>().HandleAsync(await HintAsync(id), default);

        ((string?)meanwhile["status"], meanwhile["waiting"]!.GetValue<int>()).ShouldBe(("paused", 5));
        await EachOnceAsync(id, 9_382_005_000, 5);
    }

    [Fact]
    public async Task A_batch_cancelled_in_the_middle_keeps_what_was_accepted_and_forgets_the_rest()
    {
        var id = await _api.AcceptedAsync(BatchUser.Csv(300, 9_382_006_000));
        var working = _host.Get<BatchWork>().HandleAsync(await HintAsync(id), default);
        await Wait.UntilAsync(async () => (await _api.GetAsync(id))["accepted"]!.GetValue<int>() > 0, what: "the first rows");

        using var cancelled = await _api.TurnAsync(id, "cancel");
        await working;
        await _host.Get<BatchUpkeep>().RunAsync(default);

        var batch = await _api.GetAsync(id);
        var accepted = batch["accepted"]!.GetValue<int>();
        ((string?)batch["status"]).ShouldBe("cancelled");
        accepted.ShouldBeInRange(1, 299);
        (await _api.RowsAsync(id)).Count.ShouldBe(accepted, "each row that was accepted has its result");
        (await KeysAsync(id)).ShouldNotContain(k => k.StartsWith("s|"));
        await SentAsync(9_382_006_000, accepted);
    }

    [Fact]
    public async Task Rows_wait_in_the_table_while_the_queue_is_full()
    {
        await _host.DisposeAsync();
        _host = await StartAsync(("Batches__MostOutstanding", "20"), ("AzureWebJobs.SendSmsBulkQueue.Disabled", "true"));
        using var api = new BatchUser(_host.ClientWith(await _host.NewKeyAsync()));
        var id = await api.AcceptedAsync(BatchUser.Csv(100, 9_382_007_000));

        var working = _host.Get<BatchWork>().HandleAsync(await HintAsync(id), default);
        await Wait.UntilAsync(async () => (await api.GetAsync(id))["accepted"]!.GetValue<int>() > 0, what: "the first rows");
        using var paused = await api.TurnAsync(id, "pause");
        await working;

        (await api.GetAsync(id))["accepted"]!.GetValue<int>().ShouldBe(20);
    }

    [Fact]
    public async Task A_batch_is_forgotten_after_thirty_days()
    {
        var id = await _api.AcceptedAsync(BatchUser.Csv(3, 9_382_008_000), "forgotten");
        await WorkOffAsync(id);
        _time.Advance(TimeSpan.FromDays(31));

        await _host.Get<BatchUpkeep>().RunAsync(default);

        (await KeysAsync(id)).ShouldBeEmpty();
        (await _host.Tables.GetTableClient(Tables.Batches).QueryAsync<TableEntity>().AnyAsync()).ShouldBeFalse("the lists forget it too");
    }

    [Fact]
    public async Task An_upload_that_never_became_a_batch_is_cleared_away()
    {
        _failure.BreakNext("\"Upload\"", after: false);
        using var broken = await _api.PostCsvAsync(BatchUser.Csv(5, 9_382_009_000));
        _time.Advance(TimeSpan.FromHours(2));

        await _host.Get<BatchUpkeep>().RunAsync(default);

        (await _host.Tables.GetTableClient(Tables.Batches).QueryAsync<TableEntity>().AnyAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_row_that_was_erased_before_its_turn_is_refused_and_its_neighbours_are_not()
    {
        var id = await _api.AcceptedAsync(BatchUser.Csv(5, 9_382_010_000));

        var person = new DataSubject(
            Guid.CreateVersion7(), IsTest: false, [new(Channel.Sms, "+989382010001", "hash", IsShared: false)], [], TimeProvider.System.GetUtcNow());
        var data = _host.Services.GetServices<IPersonalData>().OfType<BatchPersonalData>().Single();

        var export = await data.ExportAsync(person, default);
        var erased = await data.EraseAsync(person, default);
        var again = await data.EraseAsync(person, default);
        await WorkOffAsync(id);

        export!.AsArray().ShouldHaveSingleItem()!["line"]!.GetValue<int>().ShouldBe(3);
        (erased.Count, again.Count).ShouldBe((1, 0));

        ((string?)(await _api.RowsAsync(id))[1]["code"]).ShouldBe("erased");
        await EachOnceAsync(id, 9_382_010_000, 5, refused: 2);
    }

    [Fact]
    public async Task A_newer_hint_goes_back_to_its_queue()
    {
        await _host.Get<BatchWork>().HandleAsync("""{"v":2,"batch":"later"}""", default);

        Azure.Storage.Queues.Models.QueueProperties properties = await Queue.GetPropertiesAsync();
        properties.ApproximateMessagesCount.ShouldBe(1);
    }

    private QueueClient Queue => _host.Get<QueueServiceClient>().GetQueueClient(Queues.Batches);

    private Task<PeykHost> StartAsync(params (string Name, string Value)[] settings)
    {
        var options = new TableClientOptions();
        options.AddPolicy(_failure, HttpPipelinePosition.PerCall);
        return PeykHost.StartAsync(
            _storage,
            settings.Concat(Keys).Append(("AzureWebJobs.ExpandBatchQueue.Disabled", "true")).Append(("AzureWebJobs.BatchesTimer.Disabled", "true"))
                .ToDictionary(s => s.Item1, s => s.Item2),
            services => services.AddSingleton(new TableServiceClient(_storage, options)).AddSingleton<TimeProvider>(_time));
    }

    private async Task<string> HintAsync(string id, int? turn = null)
    {
        var batch = (await _host.Get<BatchStore>().FindAsync(Guid.Parse(id), default))!;
        return JsonSerializer.Serialize(new BatchHint(BatchHint.Version, batch.Id, turn ?? batch.Turn), PeykJson.Default.BatchHint);
    }

    private async Task WorkOffAsync(string id)
    {
        await _host.Get<BatchWork>().HandleAsync(await HintAsync(id), default);
        await _api.CompletedAsync(id);
    }

    private async Task<List<string>> QueuedAsync() => [.. (await Queue.PeekMessagesAsync(32)).Value.Select(m => m.MessageText)];

    private async Task<List<string>> KeysAsync(string id) => await _host.Tables.GetTableClient(Tables.Batches)
        .QueryAsync<TableEntity>($"PartitionKey eq '{id}'").Select(row => row.RowKey).ToListAsync();

    private async Task EachOnceAsync(string id, long first, int rows, int? refused = null, PeykHost? second = null, string? because = null)
    {
        await _api.CompletedAsync(id);
        var results = await _api.RowsAsync(id);
        results.Select(r => r["row"]!.GetValue<int>()).ShouldBe(Enumerable.Range(1, rows), because);
        var good = refused is null ? rows : rows - 1;
        results.Count(r => (string?)r["status"] == "accepted").ShouldBe(good, because);
        results.Select(r => (string?)r["id"]).OfType<string>().Distinct().Count().ShouldBe(good, because);
        await SentAsync(first, rows, refused, second);
    }

    /// <summary>Every row reaches a provider, and none reaches one twice.</summary>
    private async Task SentAsync(long first, int rows, int? refused = null, PeykHost? second = null)
    {
        int Sent(int row) => _host.Simulator.AcceptedCount($"+98{first + row - 1}") + (second?.Simulator.AcceptedCount($"+98{first + row - 1}") ?? 0);
        var expected = Enumerable.Range(1, rows).Where(row => row != refused).ToList();
        await Wait.UntilAsync(() => expected.All(row => Sent(row) > 0), what: "every row to be sent");
        expected.Where(row => Sent(row) != 1).ShouldBeEmpty();
    }
}
