using System.Net.Http.Headers;

namespace Twilio.Http;

/// <summary>The transport over <see cref="System.Net.Http.HttpClient"/>.</summary>
public class SystemNetHttpClient : HttpClient
{
    private readonly System.Net.Http.HttpClient client;

    /// <param name="httpClient">Default one of its own that follows no redirects.</param>
    public SystemNetHttpClient(System.Net.Http.HttpClient httpClient = null) =>
        client = httpClient ?? new System.Net.Http.HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });

    // Blocking on the asynchronous call, not HttpClient.Send: handlers in front of it, as one that rewrites
    // the address, need to know only the asynchronous way.
    public override Response MakeRequest(Request request) => MakeRequestAsync(request).GetAwaiter().GetResult();

    public override async Task<Response> MakeRequestAsync(Request request)
    {
        using var message = new HttpRequestMessage(new System.Net.Http.HttpMethod(request.Method.ToString()), request.ConstructUrl());
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        message.Headers.UserAgent.Add(new ProductInfoHeaderValue("twilio-csharp-compat", "7.14"));
        if (request.Username is not null && request.Password is not null)
            message.Headers.Authorization = new("Basic", Authentication(request.Username, request.Password));
        foreach (var (name, value) in request.HeaderParams)
            message.Headers.TryAddWithoutValidation(name, value);
        if (!request.Method.Equals(HttpMethod.Get))
            message.Content = new FormUrlEncodedContent(request.PostParams);

        LastRequest = request;
        LastResponse = null;
        using var answer = await client.SendAsync(message).ConfigureAwait(false);
        var content = await answer.Content.ReadAsStringAsync().ConfigureAwait(false);
        return LastResponse = new Response(answer.StatusCode, content, answer.Headers);
    }
}
