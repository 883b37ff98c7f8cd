using System.Net;
using System.Text.RegularExpressions;
using Peyk.Functions.Clients;

namespace Peyk.Testing;

/// <summary>Somebody at the dashboard, signed in with a key, without a browser. The app needs the setting <c>Dashboard:Access=Key</c>.</summary>
public sealed partial class OpsUser : IDisposable
{
    private readonly HttpClient _http;

    private OpsUser(HttpClient http) => _http = http;

    /// <param name="scopes">Of the key; without any, one that may operate.</param>
    public static async Task<OpsUser> SignInAsync(PeykHost app, params string[] scopes)
    {
        var user = Of(app.Url);
        var key = await app.NewKeyAsync("desk", scopes.Length > 0 ? scopes : [Scopes.DashboardOperate]);
        using var answer = await user.SendAsync("/ops/sign-in", new() { ["key"] = key, ["to"] = "/ops" });
        return answer.StatusCode == HttpStatusCode.SeeOther ? user : throw new InvalidOperationException($"Signing in gave {answer.StatusCode}.");
    }

    /// <summary>Somebody who has not signed in.</summary>
    public static OpsUser Of(Uri url) => new(new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new() }) { BaseAddress = url });

    public HttpRequestHeaders Headers => new(_http);

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(path);

    /// <summary>The page at a path, which must be there.</summary>
    public async Task<string> ReadAsync(string path)
    {
        using var answer = await _http.GetAsync(path);
        return answer.StatusCode == HttpStatusCode.OK
            ? await answer.Content.ReadAsStringAsync()
            : throw new InvalidOperationException($"{path} gave {(int)answer.StatusCode}.");
    }

    /// <summary>Sends a form as it is given, without anything added.</summary>
    public Task<HttpResponseMessage> SendAsync(string path, Dictionary<string, string> fields) => _http.PostAsync(path, new FormUrlEncodedContent(fields));

    /// <summary>Sends a form of a page, with the token that any form of that page carries.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await ReadAsync(page)).Groups[1].Value;
        return await _http.PostAsync(action, new FormUrlEncodedContent(
            [.. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)), KeyValuePair.Create("token", token), KeyValuePair.Create("lang", "en")]));
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("name=\"token\" value=\"([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Token();

    /// <summary>Headers of every request that follows.</summary>
    public readonly struct HttpRequestHeaders(HttpClient http)
    {
        public void Add(string name, string value) => http.DefaultRequestHeaders.Add(name, value);
    }
}
