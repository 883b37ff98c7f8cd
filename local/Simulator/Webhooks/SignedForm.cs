namespace Peyk.Local.Simulator.Webhooks;

/// <summary>Posts forms as Twilio does: signed, with the repetitions that the URL's fragment asks for.</summary>
internal sealed class SignedForm(WebhookClient client, Schedule schedule, ProviderSimulatorOptions options)
{
    /// <summary>Posts once and returns how that went; repetitions, where due, go on afterwards.</summary>
    public async Task<(WebhookResult Result, string Body)> PostAsync(
        string kind, string url, IReadOnlyList<KeyValuePair<string, string>> fields, string idempotencyToken, CancellationToken cancellationToken)
    {
        var uri = new Uri(url, UriKind.Absolute);
        var call = new Call(kind, uri, fields, TwilioSignature.Of(options.TwilioAuthToken, url, fields), idempotencyToken,
            ConnectionOverrides.Parse(uri.Fragment), options.TimeProvider.GetTimestamp());
        return await TryAsync(call, tries: 1, cancellationToken);
    }

    private async Task<(WebhookResult Result, string Body)> TryAsync(Call call, int tries, CancellationToken cancellationToken)
    {
        using var content = new FormUrlEncodedContent(call.Fields);
        using var request = new HttpRequestMessage(HttpMethod.Post, call.Url) { Content = content };
        request.Headers.TryAddWithoutValidation("X-Twilio-Signature", call.Signature);
        request.Headers.TryAddWithoutValidation("I-Twilio-Idempotency-Token", call.IdempotencyToken);
        request.Headers.TryAddWithoutValidation("User-Agent", "TwilioProxy/1.1");
        request.Headers.TryAddWithoutValidation("Accept", "*/*");

        var answer = await client.PostAsync(call.Kind, request, call.Overrides.ReadTimeout, readBody: true, cancellationToken);
        if (answer.Result.Succeeded)
            return answer;

        var wait = options.WebhookRetryDelay * Math.Pow(2, tries - 1);
        var elapsed = options.TimeProvider.GetElapsedTime(call.Started);
        if (tries > call.Overrides.Retries || !call.Overrides.Repeats(answer.Result) || elapsed + wait > call.Overrides.TotalTime)
        {
            client.CountGivenUp();
            return answer;
        }
        client.CountRepeated();
        schedule.After(wait, () => client.Enqueue(token => TryAsync(call, tries + 1, token)));
        return answer;
    }

    private sealed record Call(
        string Kind, Uri Url, IReadOnlyList<KeyValuePair<string, string>> Fields, string Signature, string IdempotencyToken,
        ConnectionOverrides Overrides, long Started);
}
