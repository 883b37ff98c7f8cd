using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Peyk.Local.Simulator.Sms;

/// <summary>A request to send a message, checked as Twilio checks it.</summary>
internal sealed record CreateMessage
{
    private const int LongestBody = 1_600;

    public required string To { get; init; }

    public required string? From { get; init; }

    public required string? MessagingServiceSid { get; init; }

    public required string Body { get; init; }

    public required int Media { get; init; }

    public required string? StatusCallback { get; init; }

    public required int? ValidityPeriod { get; init; }

    public required DateTimeOffset? SendAt { get; init; }

    public static (CreateMessage? Request, TwilioError? Error) Parse(IFormCollection form, DateTimeOffset now)
    {
        var to = Text(form, "To");
        var from = Text(form, "From");
        var service = Text(form, "MessagingServiceSid");
        var body = Text(form, "Body") ?? "";
        var media = form["MediaUrl"];
        var contentSid = Text(form, "ContentSid");
        var callback = Text(form, "StatusCallback");
        var validity = Text(form, "ValidityPeriod");

        if (to is null)
            return Refuse(21604);
        if (!IsAddress(to) || string.Equals(to, from, StringComparison.Ordinal))
            return Refuse(21211);
        if (from is null && service is null)
            return Refuse(21603);
        if (service is not null && !Patterns.Service().IsMatch(service))
            return Refuse(21705);
        if (from is not null && FromError(from) is { } fromError)
            return Refuse(fromError);
        if (body.Length == 0 && media.Count == 0 && contentSid is null)
            return Refuse(21602);
        if (body.Length > LongestBody)
            return Refuse(21617);
        if (media.Count > 10)
            return Refuse(21623);
        if (media.Any(url => !IsHttpUrl(url)))
            return Refuse(21620);
        if (contentSid is not null && !Patterns.Content().IsMatch(contentSid))
            return Refuse(21655);
        if (Text(form, "ContentVariables") is { } variables && !IsJsonObject(variables))
            return Refuse(21656);
        if (callback is not null && !IsCallback(callback))
            return Refuse(21609);
        int? period = null;
        if (validity is not null)
        {
            if (!int.TryParse(validity, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is < 1 or > 36_000)
                return Refuse(21624);
            period = seconds;
        }
        if (!Choices.All(choice => Text(form, choice.Key) is not { } value || choice.Value.Contains(value)))
            return Refuse(20001);

        DateTimeOffset? sendAt = null;
        if (Text(form, "ScheduleType") is not null)
        {
            if (Text(form, "SendAt") is not { } due)
                return Refuse(35111);
            if (service is null)
                return Refuse(35118);
            if (!DateTimeOffset.TryParse(due, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                || at - now <= TimeSpan.FromSeconds(300) || at - now > TimeSpan.FromDays(35))
                return Refuse(35114);
            sendAt = at;
        }

        var smart = string.Equals(Text(form, "SmartEncoded"), "true", StringComparison.OrdinalIgnoreCase);
        return (new()
        {
            To = to,
            From = from,
            MessagingServiceSid = service,
            Body = smart ? SmartEncoding.Apply(body) : body,
            Media = media.Count,
            StatusCallback = callback,
            ValidityPeriod = period,
            SendAt = sendAt,
        }, null);
    }

    private static readonly string[] Booleans = ["true", "false", "True", "False"];

    private static readonly Dictionary<string, string[]> Choices = new()
    {
        ["ScheduleType"] = ["fixed"],
        ["RiskCheck"] = ["enable", "disable"],
        ["ContentRetention"] = ["retain", "discard"],
        ["AddressRetention"] = ["retain", "obfuscate"],
        ["TrafficType"] = ["free"],
        ["SmartEncoded"] = Booleans,
        ["ShortenUrls"] = Booleans,
        ["ProvideFeedback"] = Booleans,
        ["ForceDelivery"] = Booleans,
        ["SendAsMms"] = Booleans,
    };

    private static (CreateMessage?, TwilioError?) Refuse(int code) => (null, TwilioError.Of(400, code));

    private static string? Text(IFormCollection form, string name) =>
        form.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;

    private static bool IsAddress(string value) =>
        Patterns.Number().IsMatch(value.StartsWith("whatsapp:", StringComparison.Ordinal) ? value["whatsapp:".Length..] : value);

    /// <summary>A number, a short code or a name of up to 11 characters; three test numbers are refused for a reason each.</summary>
    private static int? FromError(string from) => from switch
    {
        "+15005550001" => 21212,
        "+15005550007" => 21606,
        "+15005550008" => 21611,
        _ => IsAddress(from) || Patterns.SenderName().IsMatch(from) ? null : 21212,
    };

    private static bool IsHttpUrl(string? value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    private static bool IsCallback(string value) =>
        value.Length <= 4_000 && Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
        && !url.Host.Contains('_', StringComparison.Ordinal);

    private static bool IsJsonObject(string value)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            return document.RootElement.ValueKind is JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

internal static partial class Patterns
{
    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}\z", RegexOptions.None, 100)]
    public static partial Regex Number();

    [GeneratedRegex(@"^([0-9]{3,6}|(?=.*[A-Za-z])[A-Za-z0-9 _-]{1,11})\z", RegexOptions.None, 100)]
    public static partial Regex SenderName();

    [GeneratedRegex(@"^MG[0-9a-fA-F]{32}\z", RegexOptions.None, 100)]
    public static partial Regex Service();

    [GeneratedRegex(@"^HX[0-9a-fA-F]{32}\z", RegexOptions.None, 100)]
    public static partial Regex Content();
}
