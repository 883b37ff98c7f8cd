using System.CommandLine;
using System.Security.Cryptography;
using NodaTime;
using NodaTime.Text;
using Peyk.Functions.Callbacks;
using Peyk.Functions.Clients;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Cli;

/// <summary><c>callbacks set|rotate|enable|remove|list</c>.</summary>
internal static class CallbackCommands
{
    private static readonly Period UsualOverlap = Period.FromDays(1);

    public static Command Create(TextWriter output, Func<IServiceProvider> services) => new("callbacks", "Where the posting systems are told what became of their notifications.")
    {
        Set(output, services),
        Rotate(output, services),
        Enable(output, services),
        Remove(output, services),
        List(output, services),
    };

    private static Command Set(TextWriter output, Func<IServiceProvider> services)
    {
        var client = Client();
        var url = new Option<string>("--url") { Required = true, Description = "Public https address that takes CloudEvents." };
        var command = new Command("set", "Sets the address and makes its secret, which is shown once. An earlier address and its secrets end.") { client, url };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await services().GetRequiredService<StorageSetup>().CreateAsync(cancellationToken);
            var name = arguments.GetValue(client)!;
            if (!await services().GetRequiredService<ApiKeys>().KnowsAsync(name, cancellationToken))
            {
                await output.WriteLineAsync("No client of that name ever had a key.");
                return 1;
            }

            if (!CallbackUrl.TryParse(arguments.GetValue(url), services().GetRequiredService<CallbackNetwork>(), out var parsed, out var reason))
            {
                await output.WriteLineAsync(reason);
                return 1;
            }

            await output.WriteLineAsync(await services().GetRequiredService<CallbackEndpoints>().SetAsync(name, parsed, cancellationToken));
            return 0;
        });
        return command;
    }

    private static Command Rotate(TextWriter output, Func<IServiceProvider> services)
    {
        var client = Client();
        var overlap = new Option<Period>("--overlap")
        {
            Description = "How long the secrets before it sign beside it, as P7D or PT0S; without it P1D.",
            DefaultValueFactory = _ => UsualOverlap,
            CustomParser = result =>
            {
                if (PeriodPattern.NormalizingIso.Parse(result.Tokens[0].Value) is { Success: true, Value: { Years: 0, Months: 0 } } parsed)
                    return parsed.Value;
                result.AddError("--overlap is a duration such as P7D.");
                return null;
            },
        };
        var command = new Command("rotate", "Makes a new secret, which is shown once.") { client, overlap };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var secret = await services().GetRequiredService<CallbackEndpoints>().RotateAsync(
                arguments.GetValue(client)!, arguments.GetValue(overlap)!.ToDuration().ToTimeSpan(), cancellationToken);
            await output.WriteLineAsync(secret ?? NoEndpoint);
            return secret is null ? 1 : 0;
        });
        return command;
    }

    private static Command Enable(TextWriter output, Func<IServiceProvider> services)
    {
        var client = Client();
        var command = new Command("enable", "Enables an endpoint that answered 410. It is told what happened meanwhile, as far as the feed reaches.") { client };
        command.SetAction((arguments, cancellationToken) => TellAsync(
            output, services().GetRequiredService<CallbackEndpoints>().EnableAsync(arguments.GetValue(client)!, cancellationToken), "The endpoint is enabled."));
        return command;
    }

    private static Command Remove(TextWriter output, Func<IServiceProvider> services)
    {
        var client = Client();
        var command = new Command("remove", "Takes address and secrets away. What is on its way is parked.") { client };
        command.SetAction((arguments, cancellationToken) => TellAsync(
            output, services().GetRequiredService<CallbackEndpoints>().RemoveAsync(arguments.GetValue(client)!, cancellationToken), "The endpoint is removed."));
        return command;
    }

    private static Command List(TextWriter output, Func<IServiceProvider> services)
    {
        var command = new Command("list", "Lists clients, states, secrets in use and addresses, without their queries.");
        command.SetAction(async (_, cancellationToken) =>
        {
            var endpoints = services().GetRequiredService<CallbackEndpoints>();
            var now = services().GetRequiredService<TimeProvider>().GetUtcNow();
            foreach (var endpoint in await endpoints.ListAsync(cancellationToken))
            {
                if (endpoint.State == CallbackEndpointState.Removed)
                    continue;
                await output.WriteLineAsync($"{endpoint.Client}  {endpoint.State.ToWord()} since {endpoint.Since:u}  {Describe(endpoints, endpoint, now)}");
            }
        });
        return command;
    }

    private static string Describe(CallbackEndpoints endpoints, CallbackEndpoint endpoint, DateTimeOffset now)
    {
        try
        {
            var configuration = endpoints.Open(endpoint);
            return $"secrets {configuration.SecretsAt(now).Count()}  {new Uri(configuration.Url).GetLeftPart(UriPartial.Path)}";
        }
        catch (CryptographicException)
        {
            return "cannot be opened: its master key is missing, or the record was altered";
        }
    }

    private const string NoEndpoint = "The client has no callback address.";

    private static async Task<int> TellAsync(TextWriter output, Task<bool> change, string done)
    {
        var isDone = await change;
        await output.WriteLineAsync(isDone ? done : NoEndpoint);
        return isDone ? 0 : 1;
    }

    private static Option<string> Client() => new("--client") { Required = true, Description = "The posting system, as keys list shows it." };
}
