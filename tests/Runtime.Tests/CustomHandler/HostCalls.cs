using System.Net.Http.Headers;
using System.Text;
using Peyk.Runtime.Tests.Support;

namespace Peyk.Runtime.Tests.CustomHandler;

/// <summary>Requests as a Functions host sent them (host 4.1037, recorded in November 2026).</summary>
internal static class HostCalls
{
    public const string InvocationId = "3fa1f9c5-6a48-4b8e-9d0a-7f0d5a1e7f5e";

    /// <summary>A recorded body, byte for byte.</summary>
    public static string Recorded(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "CustomHandler", "Recorded", name + ".json"));

    /// <summary>An invocation: chunked, with exactly the recorded headers and those of the test.</summary>
    public static async Task<HttpResponseMessage> InvokeAsync(this TestHost host, string function, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/" + function);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Add("X-Azure-Functions-HostVersion", "4.1037.0.0");
        request.Headers.Add("X-Azure-Functions-InvocationId", InvocationId);
        request.Headers.UserAgent.ParseAdd("Azure-Functions-Host/4.1037.0.0");
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await host.Client.SendAsync(request);
    }

    /// <summary>A body with a queue message's text, encoded as the host does it.</summary>
    public static string Message(string text) => $$$"""{"Data":{"message":{{{Twice(text)}}}},"Metadata":{"Id":"\"1\"","DequeueCount":"1"}}""";

    private static string Twice(string text) => System.Text.Json.JsonSerializer.Serialize(System.Text.Json.JsonSerializer.Serialize(text));
}
