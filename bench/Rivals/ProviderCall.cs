using System.Net.Http.Headers;
using System.Text;
using Peyk.Local.Simulator;

namespace Peyk.Bench;

/// <summary>The bare call that sends an SMS, without a callback.</summary>
public sealed class ProviderCall : IDisposable
{
    private const string Text = "پیک: پرونده بازنشستگی شما پیش رفت: مدارک دریافت شد. گام بعد: بررسی مدارک. پیگیری: https://peyk.example/t/123456789012";

    private readonly HttpClient _http;
    private readonly string _path;
    private readonly string _from;

    public ProviderCall(ProviderSimulator simulator)
    {
        var settings = simulator.AppSettings;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null }) { BaseAddress = simulator.Url };
        var credentials = $"{settings["Twilio__AccountSid"]}:{settings["Twilio__AuthToken"]}";
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(credentials)));
        _path = $"/2010-04-01/Accounts/{settings["Twilio__AccountSid"]}/Messages.json";
        _from = settings["Twilio__From"];
    }

    public async Task SendAsync(string mobile)
    {
        using var form = new FormUrlEncodedContent([new("To", mobile), new("From", _from), new("Body", Text)]);
        using var answer = await _http.PostAsync(_path, form);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    public void Dispose() => _http.Dispose();
}
