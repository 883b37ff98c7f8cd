using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Peyk.Core.Cases;

namespace Peyk.Core.Tests.Cases;

public sealed class CaseTimelineTests
{
    private static readonly DateTimeZone Tehran = DateTimeZoneProviders.Tzdb["Asia/Tehran"];
    private static readonly ServiceDefinition Retirement = Shipped.Services.Find("retirement")!;

    [Fact]
    public void Nothing_reported_leaves_all_to_come()
    {
        var timeline = Build();

        timeline.Standing.ShouldBeNull();
        timeline.IsFinished.ShouldBeFalse();
        timeline.Steps.ShouldAllBe(step => step.State == StepState.Upcoming && step.Expected == null);
        timeline.Next!.Step.Key.ShouldBe("documents-received");
    }

    [Fact]
    public void Steps_are_done_current_and_upcoming()
    {
        var timeline = Build(Told("documents-received", 1), Told("documents-checked", 4));

        States(timeline).ShouldBe(
        [
            "documents-received Done", "documents-checked Current", "contribution-history-verified Upcoming", "decision Upcoming",
            "first-payment Upcoming",
        ]);
        timeline.Next!.Step.Key.ShouldBe("contribution-history-verified");
    }

    [Fact]
    public void A_late_word_about_an_early_step_moves_nothing_back()
    {
        var timeline = Build(Told("documents-checked", 4, sequence: 1), Told("documents-received", 1, sequence: 2));

        timeline.Standing!.Key.ShouldBe("documents-checked");
        timeline.Steps[0].OccurredAt.ShouldBe(At(1));
    }

    [Fact]
    public void A_step_that_was_passed_over_counts_as_done_without_a_date()
    {
        var timeline = Build(Told("contribution-history-verified", 10));

        timeline.Steps[0].ShouldBe(new TimelineStep(Retirement.Steps[0], StepState.Done, null, null));
    }

    [Fact]
    public void The_last_word_about_a_step_corrects_the_earlier()
    {
        var timeline = Build(Told("documents-received", 2, sequence: 1), Told("documents-received", 1, sequence: 2));

        timeline.Steps[0].OccurredAt.ShouldBe(At(1));
    }

    [Fact]
    public void A_withdrawn_step_did_not_happen()
    {
        var timeline = Build(
            Told("documents-received", 1, sequence: 1),
            Told("documents-checked", 3, sequence: 2),
            Told("documents-checked", 3, sequence: 3) with { Withdrawn = true });

        timeline.Standing!.Key.ShouldBe("documents-received");
        timeline.Next!.Step.Key.ShouldBe("documents-checked");
    }

    [Fact]
    public void Missing_papers_are_where_the_case_stands_until_it_goes_on()
    {
        var missing = Build(Told("documents-received", 1), Told("documents-missing", 3));
        var goneOn = Build(Told("documents-received", 1), Told("documents-missing", 3), Told("documents-checked", 8));

        missing.Standing!.Key.ShouldBe("documents-missing");
        missing.Next!.Step.Key.ShouldBe("documents-checked");
        States(goneOn)[..3].ShouldBe(["documents-received Done", "documents-missing Done", "documents-checked Current"]);
    }

    [Fact]
    public void A_refusal_ends_the_case_and_nothing_more_is_expected()
    {
        var timeline = Build(Told("documents-received", 1), Told("documents-checked", 3), Told("refused", 9));

        timeline.IsFinished.ShouldBeTrue();
        timeline.Next.ShouldBeNull();
        States(timeline).ShouldBe(["documents-received Done", "documents-checked Done", "refused Done"]);
    }

    [Fact]
    public void A_decision_after_a_refusal_opens_the_case_again()
    {
        var timeline = Build(Told("documents-checked", 3), Told("refused", 9), Told("decision", 30));

        timeline.IsFinished.ShouldBeFalse();
        timeline.Standing!.Key.ShouldBe("decision");
        timeline.Next!.Step.Key.ShouldBe("first-payment");
    }

    [Fact]
    public void The_usual_end_finishes_the_case()
    {
        var timeline = Build(Told("first-payment", 40));

        timeline.IsFinished.ShouldBeTrue();
        timeline.Steps.Count.ShouldBe(5);
        timeline.Steps.ShouldAllBe(step => step.State == StepState.Done);
    }

    [Fact]
    public void A_step_that_the_service_does_not_know_is_left_out()
    {
        Build(Told("documents-received", 1), Told("gone-from-the-file", 2)).Standing!.Key.ShouldBe("documents-received");
    }

    [Fact]
    public void The_same_words_in_any_order_give_the_same_timeline()
    {
        var events = new[]
        {
            Told("documents-received", 1, sequence: 1), Told("documents-missing", 2, sequence: 2), Told("documents-checked", 5, sequence: 3),
            Told("documents-missing", 2, sequence: 4) with { Withdrawn = true }, Told("decision", 9, sequence: 5),
            Told("documents-received", 0, sequence: 6),
        };
        var expected = Build(events).Steps;

        Prop.ForAll(Gen.Shuffle(events).ToArbitrary(), shuffled => Build(shuffled).Steps.SequenceEqual(expected))
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Promises_count_working_days_from_Saturday_to_Wednesday()
    {
        // Saturday 21 November 2026; five working days later is the next Saturday.
        var timeline = Build(new StepEvent("documents-received", Instant.FromUtc(2026, 11, 21, 6, 0), 1));

        timeline.Next!.Expected.ShouldBe(new LocalDate(2026, 11, 28));
        timeline.IsLate(new LocalDate(2026, 11, 28)).ShouldBeFalse();
        timeline.IsLate(new LocalDate(2026, 11, 29)).ShouldBeTrue();
    }

    [Fact]
    public void A_day_begins_at_midnight_in_the_zone()
    {
        // 21:00 UTC is already Sunday in Tehran.
        var timeline = Build(new StepEvent("documents-received", Instant.FromUtc(2026, 11, 21, 21, 0), 1));

        timeline.Next!.Expected.ShouldBe(new LocalDate(2026, 11, 29));
    }

    [Theory]
    [InlineData(0, true, "2026-11-21")]
    [InlineData(4, true, "2026-11-25")]
    [InlineData(5, true, "2026-11-28")]
    [InlineData(30, false, "2026-12-21")]
    [InlineData(5, false, "2026-11-28")]
    public void A_promise_never_ends_on_a_day_off(int days, bool working, string expected)
    {
        var date = WorkingWeek.SaturdayToWednesday.Add(new LocalDate(2026, 11, 21), new ExpectedDuration(days, working));

        date.ToString("uuuu-MM-dd", null).ShouldBe(expected);
    }

    [Fact]
    public void Holidays_are_not_counted()
    {
        var week = new WorkingWeek(
            new HashSet<IsoDayOfWeek> { IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday, IsoDayOfWeek.Monday },
            new Holidays([], [], [new LocalDate(2026, 11, 22)]));

        week.Add(new LocalDate(2026, 11, 21), new ExpectedDuration(1, Working: true)).ShouldBe(new LocalDate(2026, 11, 23));
    }

    private static CaseTimeline Build(params StepEvent[] events) =>
        CaseTimeline.Build(Retirement, events, Tehran, WorkingWeek.SaturdayToWednesday);

    private static StepEvent Told(string step, int day, long sequence = 0) => new(step, At(day), sequence);

    private static Instant At(int day) => Instant.FromUtc(2026, 11, 1, 8, 0) + Duration.FromDays(day);

    private static List<string> States(CaseTimeline timeline) => [.. timeline.Steps.Select(step => $"{step.Step.Key} {step.State}")];
}
