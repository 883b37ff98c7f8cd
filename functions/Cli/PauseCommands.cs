using System.CommandLine;
using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared;

namespace Peyk.Functions.Cli;

/// <summary><c>pause</c> and <c>resume</c>.</summary>
internal static class PauseCommands
{
    public static Command Pause(TextWriter output, Func<IServiceProvider> services)
    {
        var channel = ChannelArgument();
        var command = new Command("pause", "Stops sending on a channel, in every instance within seconds. Intake, receipts and pages go on.") { channel };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var word = arguments.GetValue(channel)!;
            await services().GetRequiredService<ChannelPauses>().PauseAsync(SnakeCase.FromWord<Channel>(word), cancellationToken);
            await output.WriteLineAsync($"Nothing is sent by {word} until: resume {word}. What expires meanwhile is not sent at all.");
        });
        return command;
    }

    public static Command Resume(TextWriter output, Func<IServiceProvider> services)
    {
        var channel = ChannelArgument();
        var command = new Command("resume", "Goes on sending on a channel. What waited goes out within a few minutes.") { channel };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var word = arguments.GetValue(channel)!;
            await services().GetRequiredService<ChannelPauses>().ResumeAsync(SnakeCase.FromWord<Channel>(word), cancellationToken);
            await output.WriteLineAsync($"{word} sends again.");
        });
        return command;
    }

    private static Argument<string> ChannelArgument()
    {
        var channel = new Argument<string>("channel") { Description = string.Join(" or ", SnakeCase.WordsOf<Channel>()) };
        channel.AcceptOnlyFromAmong([.. SnakeCase.WordsOf<Channel>()]);
        return channel;
    }
}
