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
        var (channel, kind) = (ChannelArgument(), KindOption());
        var command = new Command(
            "pause", "Stops sending on a channel, or one kind of message on it, in every instance within seconds. Intake, receipts and pages go on.")
        {
            channel, kind,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var (word, name) = (arguments.GetValue(channel)!, arguments.GetValue(kind));
            var on = SnakeCase.FromWord<Channel>(word);
            if (name is not null && !MessageKinds.Find(name)!.Channels.Contains(on))
            {
                await output.WriteLineAsync($"Messages of the kind {name} never go by {word}.");
                return 1;
            }

            await services().GetRequiredService<ChannelPauses>().PauseAsync(on, name, cancellationToken);
            await output.WriteLineAsync(name is null
                ? $"Nothing is sent by {word} until: resume {word}. What expires meanwhile is not sent at all."
                : $"No {name} are sent by {word} until: resume {word} --kind {name}. What expires meanwhile is not sent at all.");
            return 0;
        });
        return command;
    }

    public static Command Resume(TextWriter output, Func<IServiceProvider> services)
    {
        var (channel, kind) = (ChannelArgument(), KindOption());
        var command = new Command("resume", "Ends the pause of a channel, or of one kind of message on it. What waited goes out within a few minutes.")
        {
            channel, kind,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var (word, name) = (arguments.GetValue(channel)!, arguments.GetValue(kind));
            var (on, pauses) = (SnakeCase.FromWord<Channel>(word), services().GetRequiredService<ChannelPauses>());
            await pauses.ResumeAsync(on, name, cancellationToken);
            var left = (await pauses.ListAsync(cancellationToken)).Where(p => p.Channel == on).Select(p => p.Kind ?? "everything").ToList();
            await output.WriteLineAsync(left.Count == 0 ? $"{word} sends again." : $"Still paused on {word}: {string.Join(", ", left)}.");
        });
        return command;
    }

    private static Argument<string> ChannelArgument()
    {
        var channel = new Argument<string>("channel") { Description = string.Join(" or ", SnakeCase.WordsOf<Channel>()) };
        channel.AcceptOnlyFromAmong([.. SnakeCase.WordsOf<Channel>()]);
        return channel;
    }

    private static Option<string?> KindOption()
    {
        var kind = new Option<string?>("--kind") { Description = "One kind of message only; without it every kind." };
        kind.AcceptOnlyFromAmong([.. MessageKinds.All.Select(k => k.Name)]);
        return kind;
    }
}
