using System.Text.Json.Nodes;
using SendGrid;

namespace Peyk.Functions.Delivery.Email;

/// <summary>SendGrid's own lists of addresses that get no mail. Addresses go in bodies only, never in a URL.</summary>
public sealed class SendGridLists(ISendGridClient client)
{
    private static readonly string[] Failures = ["suppression/bounces", "suppression/invalid_emails"];

    /// <summary>Forbids an address there too. A second call changes nothing.</summary>
    /// <exception cref="HttpRequestException">SendGrid did not do it; the message has its status and no address.</exception>
    public Task SuppressAsync(string email, CancellationToken cancellationToken) => CallAsync(
        BaseClient.Method.POST, "asm/suppressions/global", new() { ["recipient_emails"] = new JsonArray(email) }, cancellationToken);

    /// <summary>Takes an address off the lists of those that could not be reached. What the recipient chose stays.</summary>
    /// <inheritdoc cref="SuppressAsync"/>
    public async Task ForgetFailuresAsync(string email, CancellationToken cancellationToken)
    {
        foreach (var list in Failures)
            await CallAsync(BaseClient.Method.DELETE, list, new() { ["emails"] = new JsonArray(email) }, cancellationToken);
    }

    private async Task CallAsync(BaseClient.Method method, string path, JsonObject body, CancellationToken cancellationToken)
    {
        var answer = await client.RequestAsync(method, body.ToJsonString(), urlPath: path, cancellationToken: cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"SendGrid answered {(int)answer.StatusCode} to {path}.", null, answer.StatusCode);
    }
}
