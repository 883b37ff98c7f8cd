using Peyk.Core.Newsletters;

namespace Peyk.Core.Tests.Newsletters;

public sealed class IssueStateTests
{
    [Fact]
    public void An_issue_goes_only_these_ways()
    {
        var ways =
            from state in Enum.GetValues<IssueState>()
            from next in Enum.GetValues<IssueState>()
            where state.MayBecome(next)
            select $"{state} {next}";

        ways.ShouldBe(
            [
                "Draft Scheduled", "Draft Cancelled", "Scheduled Draft", "Scheduled Sending", "Scheduled Cancelled", "Sending Paused", "Sending Sent",
                "Sending Cancelled", "Paused Sending", "Paused Sent", "Paused Cancelled",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void What_is_final_is_neither_open_nor_changed()
    {
        foreach (var state in Enum.GetValues<IssueState>().Where(state => state.IsFinal()))
            (state.IsOpen(), state.MayChange()).ShouldBe((false, false));
    }
}
