using System.CommandLine;
using NodaTime;
using NodaTime.Text;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Cli;

/// <summary><c>keys create|list|revoke</c>.</summary>
internal static class KeyCommands
{
    public static Command Create(TextWriter output, Func<IServiceProvider> services) => new("keys", "API keys of the posting systems.")
    {
        CreateKey(output, services),
        List(output, services),
        Revoke(output, services),
    };

    private static Command CreateKey(TextWriter output, Func<IServiceProvider> services)
    {
        var client = new Option<string>("--client") { Required = true, Description = "The posting system: lower-case letters, digits and dashes." };
        client.Validators.Add(result =>
        {
            if (!ApiClient.IsId(result.GetValueOrDefault<string>()))
                result.AddError($"--client has 1 to {ApiClient.LongestId} lower-case letters, digits and dashes.");
        });
        var scopes = new Option<string>("--scopes") { Required = true, Description = $"Comma-separated: {string.Join(", ", Scopes.All)}; or all: all but the dashboard's." };
        scopes.Validators.Add(result =>
        {
            if (Split(result.GetValueOrDefault<string>()).Except(Scopes.All).Any())
                result.AddError($"--scopes is a list of {string.Join(", ", Scopes.All)}; or all: all but the dashboard's.");
        });
        var expires = new Option<Period?>("--expires")
        {
            Description = "How long the key holds, as P90D; without it until it is revoked.",
            CustomParser = result =>
            {
                if (PeriodPattern.NormalizingIso.Parse(result.Tokens[0].Value) is { Success: true, Value: { Years: 0, Months: 0, HasDateComponent: true } } parsed)
                    return parsed.Value;
                result.AddError("--expires is a number of days or weeks such as P90D.");
                return null;
            },
        };
        var test = new Option<bool>("--test") { Description = "Messages that come with the key are never given to a provider." };

        var command = new Command("create", "Makes a key. Its secret is shown once and stored nowhere.") { client, scopes, expires, test };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await services().GetRequiredService<StorageSetup>().CreateAsync(cancellationToken);
            var now = services().GetRequiredService<TimeProvider>().GetUtcNow();
            var expiresAt = arguments.GetValue(expires) is { } period ? now + period.ToDuration().ToTimeSpan() : (DateTimeOffset?)null;
            var request = new KeyRequest(
                arguments.GetValue(client)!, [.. Split(arguments.GetValue(scopes))], expiresAt, arguments.GetValue(test));
            var key = await services().GetRequiredService<ApiKeys>().CreateAsync(request, cancellationToken);
            await output.WriteLineAsync(key.Key);
        });
        return command;
    }

    private static Command List(TextWriter output, Func<IServiceProvider> services)
    {
        var command = new Command("list", "Lists every key without its secret, oldest first.");
        command.SetAction(async (_, cancellationToken) =>
        {
            var now = services().GetRequiredService<TimeProvider>().GetUtcNow();
            foreach (var key in await services().GetRequiredService<ApiKeys>().ListAsync(cancellationToken))
            {
                var state = key.ExpiresAt is not { } end ? "valid" : end <= now ? $"ended {end:u}" : $"valid until {end:u}";
                var test = key.Client.IsTest ? "test " : "";
                await output.WriteLineAsync($"{key.Client.KeyId}  {key.Client.Id}  {test}{state}  {string.Join(',', key.Client.Scopes)}");
            }
        });
        return command;
    }

    private static Command Revoke(TextWriter output, Func<IServiceProvider> services)
    {
        var id = new Argument<string>("id") { Description = "The id that the list shows: the part of the key between the two underscores." };
        var command = new Command("revoke", "Ends a key. It takes up to a minute to hold in every running instance.") { id };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var ended = await services().GetRequiredService<ApiKeys>().RevokeAsync(arguments.GetValue(id)!, cancellationToken);
            await output.WriteLineAsync(ended ? "The key has ended." : "There is no key of that id.");
            return ended ? 0 : 1;
        });
        return command;
    }

    private static IEnumerable<string> Split(string? scopes) => scopes == "all"
        ? Scopes.OfSystems
        : (scopes ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
