using Azure.Data.Tables;
using Peyk.Core.Cases;
using Peyk.Functions.StatusUpdates;

namespace Peyk.Functions.Tests.StatusUpdates;

public sealed class CaseRegisterTests(CaseHost cases) : IClassFixture<CaseHost>
{
    private CaseRegister Register => cases.Host.Get<CaseRegister>();

    private CaseStore Store => cases.Host.Get<CaseStore>();

    [Fact]
    public async Task A_new_case_is_head_and_step()
    {
        var report = Report();

        var code = await EnterAsync(report);

        var stored = (await Store.ReadAsync(code, default))!;
        stored.Head.ShouldBe(new CaseHead(code, "ministry", "retirement", "fa", stored.Head.CreatedAt, report.Id));
        stored.Steps.ShouldBe([new CaseStep(report.Id, "documents-received", report.OccurredAt, Withdrawn: false)]);
    }

    [Fact]
    public async Task The_same_report_again_changes_nothing()
    {
        var report = Report();
        var code = await EnterAsync(report);
        var first = await Store.ReadAsync(code, default);

        (await EnterAsync(report)).ShouldBe(code);

        (await Store.ReadAsync(code, default))!.Steps.ShouldBe(first!.Steps);
    }

    [Fact]
    public async Task A_drawn_code_that_is_taken_gives_way_to_the_next_for_every_repeat()
    {
        var other = Report();
        var report = Report();
        var taken = Register.Draw(report.Id, 0);
        await Store.AddAsync(
            new(taken, "somebody", "retirement", "fa", DateTimeOffset.UnixEpoch, other.Id), new(other.Id, "decision", other.OccurredAt, false), default);

        var first = await EnterAsync(report);
        var again = await EnterAsync(report);

        first.ShouldBe(Register.Draw(report.Id, 1));
        again.ShouldBe(first);
        (await Store.ReadAsync(taken, default))!.Steps.Single().Id.ShouldBe(other.Id);
    }

    [Fact]
    public async Task A_clients_own_code_opens_a_case_and_takes_more_steps()
    {
        var code = OwnCode();
        await EnterAsync(Report() with { Code = code });
        await EnterAsync(Report() with { Code = code, Step = "decision" });

        (await Store.ReadAsync(code, default))!.Steps.Select(step => step.Step).ShouldBe(["documents-received", "decision"]);
    }

    [Fact]
    public async Task Another_clients_code_is_refused()
    {
        var code = await EnterAsync(Report());

        var found = await Register.FindAsync(Report() with { Code = code, ClientId = "stranger" }, default);

        (found.Refusal!.Status, found.Refusal.Code).ShouldBe((409, "case_code_taken"));
    }

    [Fact]
    public async Task A_case_keeps_its_service()
    {
        var code = await EnterAsync(Report());

        var found = await Register.FindAsync(Report() with { Code = code, Service = "unemployment-benefit" }, default);

        (found.Refusal!.Status, found.Refusal.Code).ShouldBe((409, "case_service_mismatch"));
    }

    [Fact]
    public async Task A_code_that_another_client_took_meanwhile_is_refused()
    {
        var code = OwnCode();
        var mine = Report() with { Code = code };
        var found = await Register.FindAsync(mine, default);
        await EnterAsync(Report() with { Code = code, ClientId = "quicker" });

        var entered = await Register.EnterAsync(mine, found.Head, default);

        entered.Refusal!.Code.ShouldBe("case_code_taken");
        (await Store.ReadAsync(code, default))!.Steps.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Two_first_steps_at_once_under_one_code_are_both_kept()
    {
        var code = OwnCode();
        var reports = new[] { Report() with { Code = code }, Report() with { Code = code, Step = "documents-checked" } };

        await Task.WhenAll(reports.Select(report => Register.EnterAsync(report, found: null, default)));

        (await Store.ReadAsync(code, default))!.Steps.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_code_of_our_form_that_we_never_gave_is_refused()
    {
        var found = await Register.FindAsync(Report() with { Code = Register.Draw(Guid.CreateVersion7(), 0) }, default);

        found.Refusal!.Errors!.Single().ShouldSatisfyAllConditions(
            error => error.Pointer.ShouldBe("/case/code"),
            error => error.Code.ShouldBe("unknown_value"));
    }

    [Fact]
    public async Task A_case_whose_code_begins_another_is_not_mixed_with_it()
    {
        var code = OwnCode();
        var longer = TrackingCode.Parse(code.Value + "-2");
        await EnterAsync(Report() with { Code = longer });
        await EnterAsync(Report() with { Code = code, Step = "decision" });

        (await Store.ReadAsync(code, default))!.Steps.Single().Step.ShouldBe("decision");
    }

    [Fact]
    public async Task The_rows_say_nothing_about_a_person()
    {
        var code = await EnterAsync(Report());

        var rows = await cases.Host.Tables.GetTableClient("Cases")
            .QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"RowKey ge {code.Value} and RowKey lt {code.Value + "~"}")).ToListAsync();

        rows.Count.ShouldBe(2);
        rows.SelectMany(row => row.Keys).Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(["Client", "CreatedAt", "Language", "OccurredAt", "OpenedBy", "PartitionKey", "RowKey", "Service", "Step", "Timestamp", "Withdrawn", "odata.etag"]);
    }

    private async Task<TrackingCode> EnterAsync(CaseReport report)
    {
        var found = await Register.FindAsync(report, default);
        found.Refusal.ShouldBeNull();
        return (await Register.EnterAsync(report, found.Head, default)).Code!;
    }

    private static CaseReport Report() => new(
        Guid.CreateVersion7(), "ministry", null, "retirement", "fa", "documents-received", new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero), Withdrawn: false);

    private static TrackingCode OwnCode() => TrackingCode.Parse($"PENSION-{Guid.NewGuid().ToString("N")[..12]}X");
}
