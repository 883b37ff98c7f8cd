using System.CommandLine;
using Peyk.Functions.Operations;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Cli;

/// <summary><c>dead-letters list|requeue</c>.</summary>
internal static class DeadLetterCommands
{
    public static Command Create(TextWriter output, Func<IServiceProvider> services) => new("dead-letters", "Queue messages that could not be processed.")
    {
        List(output, services),
        Requeue(output, services),
    };

    private static Command List(TextWriter output, Func<IServiceProvider> services)
    {
        var command = new Command("list", "Lists them with the reason, without their text.");
        command.SetAction(async (_, cancellationToken) =>
        {
            foreach (var queue in Queues.All)
            {
                foreach (var letter in await services().GetRequiredService<DeadLetterStore>().ListAsync(queue, cancellationToken))
                    await output.WriteLineAsync($"{letter.Queue}  {letter.MessageId}  {letter.At:u}  {letter.Reason}");
            }
        });
        return command;
    }

    private static Command Requeue(TextWriter output, Func<IServiceProvider> services)
    {
        var queue = new Argument<string>("queue") { Description = "As the list shows it." };
        var id = new Argument<string>("id") { Description = "As the list shows it." };
        var command = new Command("requeue", "Puts one back into its queue, once its cause is mended.") { queue, id };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var done = await services().GetRequiredService<DeadLetterStore>().RequeueAsync(
                arguments.GetValue(queue)!, arguments.GetValue(id)!, cancellationToken);
            await output.WriteLineAsync(done ? "It is back in its queue." : "There is no dead letter of that id.");
            return done ? 0 : 1;
        });
        return command;
    }
}
