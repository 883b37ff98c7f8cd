using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Peyk.Functions.Callbacks;
using Peyk.Functions.Shared.Settings;
using Peyk.Local;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Callbacks;

/// <summary>The receivers of docs/callbacks.md against requests as they are really sent, rotation included.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "callbacks.md"));

    [Fact]
    public async Task The_receiver_in_Node_tells_genuine_from_altered() =>
        (await RunAsync("node", "-e", Snippet("js") + """

            const r = JSON.parse(process.env.RECEIVED);
            const check = (secret, headers, body) => verify(secret, headers, Buffer.from(body));
            console.log(check(r.secret, r.headers, r.body), check(r.older, r.headers, r.body), check(r.other, r.headers, r.body),
              check(r.secret, r.headers, r.body + " "), check(r.secret, { ...r.headers, "webhook-timestamp": "1" }, r.body));
            """)).ShouldBe("true true false false false");

    [Fact]
    public async Task The_receiver_in_Python_tells_genuine_from_altered()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(p => File.Exists(Path.Combine(p, "python3"))), "There is no python3.");

        (await RunAsync("python3", "-c", Snippet("python") + """

            import json, os
            r = json.loads(os.environ["RECEIVED"])
            check = lambda secret, headers, body: verify(r[secret], headers, body.encode())
            print(check("secret", r["headers"], r["body"]), check("older", r["headers"], r["body"]), check("other", r["headers"], r["body"]),
                check("secret", r["headers"], r["body"] + " "), check("secret", {**r["headers"], "webhook-timestamp": "1"}, r["body"]))
            """)).ShouldBe("True True False False False");
    }

    [Fact]
    public async Task The_receiver_in_CSharp_tells_genuine_from_altered()
    {
        var received = await ReceiveAsync();
        HeaderDictionary Headers() => new(received.Headers.ToDictionary(h => h.Key, h => new Microsoft.Extensions.Primitives.StringValues(h.Value)));
        var late = Headers();
        late["webhook-timestamp"] = "1";
        bool Check(string secret, IHeaderDictionary headers, string body) => DocumentedReceiver.IsGenuine(secret, headers, Encoding.UTF8.GetBytes(body));

        Check(received.Secret, Headers(), received.Body).ShouldBeTrue();
        Check(received.Older, Headers(), received.Body).ShouldBeTrue();
        Check(received.Other, Headers(), received.Body).ShouldBeFalse();
        Check(received.Secret, Headers(), received.Body + " ").ShouldBeFalse();
        Check(received.Secret, late, received.Body).ShouldBeFalse();
    }

    [Fact]
    public void The_receiver_in_CSharp_is_the_one_that_is_tested()
    {
        var source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "Functions.Tests", "Callbacks", "DocumentedReceiver.cs"));

        Spaces().Replace(source, " ").ShouldContain(Spaces().Replace(Snippet("csharp").Trim(), " "));
    }

    private static string Snippet(string language) => Regex.Match(Page, $"```{language}\n(.*?)```", RegexOptions.Singleline, TimeSpan.FromSeconds(1)).Groups[1].Value;

    /// <summary>Sends an event to a server, signed with two secrets.</summary>
    private static async Task<Received> ReceiveAsync()
    {
        await using var server = await RecordingServer.StartAsync(_ => new CannedAnswer(System.Net.HttpStatusCode.OK));
        using var sender = new CallbackSender(
            new CallbackNetwork(isDevelopment: true), Options.Create(new CallbackOptions()), TimeProvider.System);
        var events = new CallbackEvents(Options.Create(new PeykOptions { PublicUrl = "https://peyk.example" }), TimeProvider.System);
        var (secret, older) = (StandardWebhooks.NewSecret(), StandardWebhooks.NewSecret());
        var configuration = new CallbackConfiguration(
            server.Address.ToString(), [new(secret, DateTimeOffset.UnixEpoch), new(older, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue)]);
        (await sender.SendAsync(configuration, events.Test("documented"), default)).Failure.ShouldBeNull();
        var request = server.Requests.ShouldHaveSingleItem();
        return new(secret, older, StandardWebhooks.NewSecret(), request.Headers, request.Body);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["RECEIVED"] = JsonSerializer.Serialize(await ReceiveAsync(), JsonSerializerOptions.Web);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await errors);
        return output.Trim();
    }

    private sealed record Received(string Secret, string Older, string Other, IReadOnlyDictionary<string, string> Headers, string Body);

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
