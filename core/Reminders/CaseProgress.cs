using Peyk.Core.Cases;

namespace Peyk.Core.Reminders;

public static class CaseProgress
{
    /// <summary>
    /// Whether a case came to a step: the step itself was reached, or a later one, or one that ends the case. Of two words about a step
    /// the later told holds; a step that was taken back does not count.
    /// </summary>
    public static bool HasReached(this ServiceDefinition service, IEnumerable<StepEvent> events, ServiceStep step) =>
        events.GroupBy(told => told.Step)
            .Select(words => words.OrderBy(word => word.Sequence).ThenBy(word => word.OccurredAt).Last())
            .Where(word => !word.Withdrawn)
            .Select(word => service.FindStep(word.Step))
            .Any(reached => reached is not null && (reached.IsFinal || reached.Position >= step.Position));
}
