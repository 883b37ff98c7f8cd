using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Peyk.Local;

namespace Peyk.Bench;

/// <summary>
/// The function that most people write: insert a row, call the provider within the request, update the row. It hears no receipts,
/// loses what fails between the three, and sends twice when its caller repeats.
/// </summary>
public sealed class NaiveFunction : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;
    private readonly Tracker _tracker;

    private NaiveFunction(WebApplication app, HttpClient client, Tracker tracker)
    {
        _app = app;
        _client = client;
        _tracker = tracker;
    }

    public static async Task<NaiveFunction> StartAsync(string storage, ProviderCall provider, Tracker tracker)
    {
        var url = $"http://127.0.0.1:{AppProcess.FreePort()}";
        var table = new TableServiceClient(storage).GetTableClient("Messages");
        await table.CreateIfNotExistsAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        app.MapPost("/send", async (HttpRequest request) =>
        {
            using var body = await JsonDocument.ParseAsync(request.Body);
            var mobile = body.RootElement.GetProperty("mobile").GetString()!;
            var row = new TableEntity("messages", Guid.NewGuid().ToString()) { ["Mobile"] = mobile, ["Status"] = "new" };
            await table.AddEntityAsync(row);
            await provider.SendAsync(mobile);
            row["Status"] = "sent";
            await table.UpdateEntityAsync(row, Azure.ETag.All);
            return Results.Ok();
        });
        await app.StartAsync();
        return new(app, new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(url) }, tracker);
    }

    public async Task RunAsync()
    {
        using var body = new StringContent($$"""{"mobile":"{{_tracker.NewMobile()}}"}""", Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync("/send", body);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }
}
