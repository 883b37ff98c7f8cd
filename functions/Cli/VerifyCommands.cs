using System.CommandLine;
using NodaTime.Text;
using Peyk.Functions.Delivery;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Cli;

/// <summary><c>verify receipt|notification|day</c>.</summary>
internal static class VerifyCommands
{
    public static Command Create(TextWriter output, Func<IServiceProvider> services) => new("verify", "Checks receipts and logs.")
    {
        Receipt(output),
        Notification(output, services),
        Day(output, services),
    };

    private static Command Receipt(TextWriter output)
    {
        var file = new Argument<FileInfo>("file") { Description = "The receipt, as GET /api/v1/notifications/{id}/receipt answered it." };
        var keys = new Option<string>("--keys") { Required = true, Description = "Address or file of the published keys: https://…/.well-known/jwks.json" };
        var command = new Command("receipt", "Checks a signed receipt. It needs no settings and no storage: anyone may run it.") { file, keys };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var jws = await File.ReadAllTextAsync(arguments.GetValue(file)!.FullName, cancellationToken);
            var (payload, problem) = SignedProof.Check(jws, await ReadAsync(arguments.GetValue(keys)!, cancellationToken));
            await output.WriteLineAsync(problem is null ? payload : $"Not genuine: {problem}.");
            return problem is null ? 0 : 1;
        });
        return command;
    }

    private static Command Notification(TextWriter output, Func<IServiceProvider> services)
    {
        var id = new Argument<Guid>("id") { Description = "The notification's id." };
        var command = new Command("notification", "Checks the log of one notification.") { id };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var stored = await services().GetRequiredService<NotificationStore>().ReadAsync(arguments.GetValue(id), cancellationToken);
            var problem = stored is null ? "there is no such notification" : services().GetRequiredService<LogVerification>().Verify(stored);
            await output.WriteLineAsync(problem is null ? $"Whole: {stored!.Chain.Count} entries." : $"Not whole: {problem}.");
            return problem is null ? 0 : 1;
        });
        return command;
    }

    private static Command Day(TextWriter output, Func<IServiceProvider> services)
    {
        var day = new Argument<string>("day") { Description = "Of the organisation's zone, as 2026-11-22." };
        day.Validators.Add(result =>
        {
            if (!LocalDatePattern.Iso.Parse(result.Tokens[0].Value).Success)
                result.AddError("The day is written as 2026-11-22.");
        });
        var command = new Command("day", "Checks the log of every notification that was accepted on a day.") { day };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var date = LocalDatePattern.Iso.Parse(arguments.GetValue(day)!).Value;
            var found = await services().GetRequiredService<LogVerification>().VerifyDayAsync(date, cancellationToken);
            foreach (var altered in found.Altered)
                await output.WriteLineAsync($"{altered.Id}: {altered.Problem}");
            await output.WriteLineAsync($"{found.Checked} notifications, {found.Altered.Count} not whole.");
            return found.Altered.Count == 0 ? 0 : 1;
        });
        return command;
    }

    private static async Task<string> ReadAsync(string source, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(source, UriKind.Absolute, out var address) || address.IsFile)
            return await File.ReadAllTextAsync(source, cancellationToken);
        using var http = new HttpClient();
        return await http.GetStringAsync(address, cancellationToken);
    }
}
