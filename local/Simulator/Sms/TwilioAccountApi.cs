using System.Text.Json.Nodes;

namespace Peyk.Local.Simulator.Sms;

/// <summary>
/// Twilio's account, its one number and its one Messaging Service, as far as setting webhooks goes. Where replies are posted is what the
/// service says, or the number if the service leaves it to the number.
/// </summary>
internal sealed class TwilioAccountApi(InboundSms inbound, ProviderSimulatorOptions options)
{
    private const string NumberSid = "PN00000000000000000000000000000001";

    public void MapAccount(IEndpointRouteBuilder account)
    {
        account.MapGet("/IncomingPhoneNumbers.json", (HttpContext http) => Numbers(http.Request.Query["PhoneNumber"]));
        account.MapPost("/IncomingPhoneNumbers/{sid}.json", UpdateNumberAsync);
    }

    public IResult Account() => Json(new() { ["sid"] = options.TwilioAccountSid, ["friendly_name"] = "Simulated", ["status"] = "active", ["type"] = "Full" });

    public void MapServices(IEndpointRouteBuilder services)
    {
        services.MapGet("/{sid}", (string sid) => sid == options.MessagingServiceSid ? Service() : NotFound());
        services.MapPost("/{sid}", UpdateServiceAsync);
    }

    private async Task<IResult> UpdateServiceAsync(string sid, HttpContext http)
    {
        if (sid != options.MessagingServiceSid)
            return NotFound();
        var form = await FormAsync(http);
        if (form.TryGetValue("InboundRequestUrl", out var url))
        {
            if (UrlOf(url) is not { } parsed)
                return TwilioError.Of(400, 20001).ToResult();
            inbound.Url = parsed;
        }

        if (form.TryGetValue("InboundMethod", out var method))
            inbound.Method = method.ToString();
        if (form.TryGetValue("UseInboundWebhookOnNumber", out var onNumber))
            inbound.UsesNumber = bool.TryParse(onNumber, out var uses) && uses;
        return Service();
    }

    private async Task<IResult> UpdateNumberAsync(string sid, HttpContext http)
    {
        if (sid != NumberSid)
            return NotFound();
        var form = await FormAsync(http);
        if (form.TryGetValue("SmsUrl", out var url))
        {
            if (UrlOf(url) is not { } parsed)
                return TwilioError.Of(400, 20001).ToResult();
            inbound.Url = parsed;
        }

        if (form.TryGetValue("SmsMethod", out var method))
            inbound.Method = method.ToString();
        return Json(Number());
    }

    private IResult Numbers(string? wanted)
    {
        var found = new JsonArray();
        if (string.IsNullOrEmpty(wanted) || wanted == options.SenderNumber)
            found.Add((JsonNode)Number());
        return Json(new() { ["incoming_phone_numbers"] = found, ["page"] = 0, ["page_size"] = 50 });
    }

    private JsonObject Number() => new()
    {
        ["sid"] = NumberSid,
        ["phone_number"] = options.SenderNumber,
        ["sms_url"] = inbound.Url?.OriginalString ?? "",
        ["sms_method"] = inbound.Method,
    };

    private IResult Service() => Json(new()
    {
        ["sid"] = options.MessagingServiceSid,
        ["account_sid"] = options.TwilioAccountSid,
        ["friendly_name"] = "Simulated",
        ["inbound_request_url"] = inbound.Url?.OriginalString,
        ["inbound_method"] = inbound.Method,
        ["use_inbound_webhook_on_number"] = inbound.UsesNumber,
    });

    private static async Task<IFormCollection> FormAsync(HttpContext http) =>
        http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;

    private static Uri? UrlOf(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null;

    private static IResult NotFound() => TwilioError.Of(404, 20404).ToResult();

    private static IResult Json(JsonObject node) => Results.Text(node.ToJsonString(), "application/json");
}
