using System.Text.Json.Nodes;
using Peyk.Testing;

namespace Peyk.EndToEnd.Tests.Guarantees;

internal static class PersistentClient
{
    /// <summary>Posts under one key until it is accepted, as a client does that cannot know whether it was heard.</summary>
    public static async Task<string> PersistAsync(this ApiUser api, JsonObject update, string idempotencyKey)
    {
        while (true)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            try
            {
                using var answer = await api.PostAsync(update, idempotencyKey);
                if ((int)answer.StatusCode == 202)
                    return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]!.GetValue<string>();
                if ((int)answer.StatusCode < 500)
                    throw new InvalidOperationException($"Refused with {(int)answer.StatusCode}.");
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // The app is down, or went away before it answered.
            }

            await Task.Delay(50);
        }
    }
}
