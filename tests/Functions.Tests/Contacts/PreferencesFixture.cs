using Peyk.Core.Addresses;
using Peyk.Core.Contacts;
using Peyk.Functions.Contacts;
using Peyk.Functions.Contacts.Settings;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Contacts;

/// <summary>One app with its settings pages; each test takes a contact of its own.</summary>
public sealed class PreferencesFixture(AzuriteFixture azurite) : IAsyncLifetime
{
    public PeykHost Host { get; private set; } = null!;

    public ApiUser Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await PeykHost.StartAsync(
            azurite.NewAccount(), new Dictionary<string, string> { ["Peyk__TrustedProxyHops"] = "1", ["Peyk__TrackingGuesses"] = "5", ["Contacts__QuietHours"] = "21:00-08:00" });
        Api = new ApiUser(Host.ClientWith(await Host.NewKeyAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Host.DisposeAsync();
    }

    /// <summary>A contact with both addresses, unless some are left out.</summary>
    public async Task<Contact> NewContactAsync(
        string? mobile = null, string? email = null, string language = "en", Preferences? preferences = null, bool isTest = false)
    {
        var now = TimeProvider.System.GetUtcNow();
        var contact = new Contact(
            Guid.CreateVersion7(now), isTest, PersonName.Parse("Sara Ahmadi"), mobile is null ? null : PhoneNumber.Parse(mobile),
            email is null ? null : EmailAddress.Parse(email), (preferences ?? Preferences.None) with { Language = LanguageTag.Parse(language) }, now, now);
        (await Host.Get<ContactStore>().TrySaveAsync(null, contact, default)).ShouldBeTrue();
        return (await FindAsync(contact.Id, isTest))!;
    }

    public Task<Contact?> FindAsync(Guid id, bool isTest = false) => Host.Get<ContactStore>().FindAsync(id, isTest, default);

    public string PathOf(Contact contact) => $"/p/{Host.Get<PreferenceLinks>().TokenOf(contact)}";

    /// <summary>A browser at an address of its own that follows no redirects.</summary>
    public HttpClient Citizen(string address = "192.0.2.1")
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Host.Url };
        http.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return http;
    }

    /// <summary>A form in which everything is as usual; change what the test is about. Several values of a name are joined by spaces.</summary>
    public static Dictionary<string, string> Form(params (string Name, string Value)[] changes)
    {
        const string boxes = "status-updates.sms status-updates.email reminders.sms reminders.email feedback-requests.sms feedback-requests.email";
        var form = new Dictionary<string, string>
        {
            ["shown"] = boxes, ["wanted"] = boxes, ["first"] = "", ["hours"] = "usual", ["from"] = "", ["to"] = "", ["pause"] = "none",
            ["until"] = "", ["language"] = "en",
        };
        foreach (var (name, value) in changes)
            form[name] = value;
        return form;
    }

    public async Task<HttpResponseMessage> PostAsync(string path, Dictionary<string, string> form, params (string Name, string Value)[] headers)
    {
        using var citizen = Citizen();
        var fields = form.SelectMany(field => field.Key is "shown" or "wanted"
            ? field.Value.Split(' ').Select(value => KeyValuePair.Create(field.Key, value))
            : [field]);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await citizen.SendAsync(request);
    }
}
