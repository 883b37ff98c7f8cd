using FsCheck;
using FsCheck.Fluent;
using Peyk.Core.Contacts;
using Peyk.Core.Deliveries;

namespace Peyk.Core.Tests.Contacts;

public sealed class BlockStateTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_message_that_comes_again_changes_nothing_whatever_came_in_between()
    {
        var stopped = BlockState.After(null, Change(1, blocks: true, "m1"));
        var started = BlockState.After(stopped, Change(2, blocks: false, "m2"));

        BlockState.After(started, Change(3, blocks: true, "m1")).ShouldBeNull();
        BlockState.After(started, Change(3, blocks: true, "m3"))!.Reason.ShouldBe(Reason.OptedOut);
    }

    [Fact]
    public void Only_the_latest_messages_are_remembered()
    {
        BlockState? state = null;
        for (var i = 0; i < 20; i++)
            state = BlockState.After(state, Change(i, blocks: i % 2 == 0, $"m{i}")) ?? state;

        state!.Messages.ShouldBe(Enumerable.Range(12, 8).Select(i => $"m{i}"));
    }

    [Fact]
    public void In_whatever_order_words_come_the_latest_holds_and_at_the_same_time_the_one_that_blocks()
    {
        var words = Gen.Choose(0, 9).SelectMany(second => Gen.Elements(true, false).Select(blocks => Change(second, blocks))).ListOf(6);

        Prop.ForAll(words.ToArbitrary(), list =>
        {
            BlockState? state = null;
            foreach (var word in list)
                state = BlockState.After(state, word) ?? state;
            var last = list.OrderBy(w => w.At).ThenBy(w => w.Reason is not null).Last();
            return state!.Reason == last.Reason && state.At == last.At;
        }).QuickCheckThrowOnFailure();
    }

    private static BlockChange Change(int second, bool blocks, string? message = null) =>
        new(BlockCause.CarrierOptOut, blocks ? Reason.OptedOut : null, Start.AddSeconds(second), message);
}
