using System.Net;

namespace Peyk.Local;

/// <summary>Opens the dashboard without typing a key: for the local environment only, where the key stands on the console anyway.</summary>
public sealed class DashboardSession(Uri app, string apiKey)
{
    /// <summary>Where the dashboard begins, in a language.</summary>
    public Uri Page(string? language) => new(app, language is null ? "/ops" : $"/ops?lang={Uri.EscapeDataString(language)}");

    /// <summary>Signs in; gives the cookie as the app set it.</summary>
    /// <exception cref="InvalidOperationException">The app did not let us in.</exception>
    public async Task<string> SignInAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app };
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("key", apiKey)]);
        using var answer = await http.PostAsync("/ops/sign-in", form, cancellationToken);
        return answer.StatusCode == HttpStatusCode.SeeOther && answer.Headers.TryGetValues("Set-Cookie", out var cookies)
            ? cookies.Single()
            : throw new InvalidOperationException($"The dashboard's sign-in answered {(int)answer.StatusCode}.");
    }
}
