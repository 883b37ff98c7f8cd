using NodaTime;
using Peyk.Core.Cases;
using Peyk.Core.Reminders;

namespace Peyk.Core.Tests.Reminders;

public sealed class CaseProgressTests
{
    private static readonly ServiceDefinition Service = Shipped.Services.Find("retirement")!;

    [Theory]
    [InlineData("documents-checked", "documents-checked", true)]
    [InlineData("decision", "documents-checked", true)] // A later step says that the earlier ones were passed.
    [InlineData("documents-received", "documents-checked", false)]
    [InlineData("refused", "documents-checked", true)] // It ends the case.
    [InlineData("documents-missing", "documents-checked", false)]
    public void A_step_is_reached_with_itself_a_later_one_or_the_end(string told, string awaited, bool expected) =>
        Service.HasReached([Told(told, 1)], Service.FindStep(awaited)!).ShouldBe(expected);

    [Fact]
    public void A_step_that_was_taken_back_does_not_count() =>
        Service.HasReached([Told("documents-checked", 1), Told("documents-checked", 2, withdrawn: true)], Service.FindStep("documents-checked")!).ShouldBeFalse();

    [Fact]
    public void A_step_that_was_told_again_after_that_counts() =>
        Service.HasReached(
            [Told("documents-checked", 3), Told("documents-checked", 2, withdrawn: true), Told("documents-checked", 1)],
            Service.FindStep("documents-checked")!).ShouldBeTrue();

    private static StepEvent Told(string step, int sequence, bool withdrawn = false) => new(step, Instant.FromUtc(2026, 11, 22, 8, 0), sequence, withdrawn);
}
