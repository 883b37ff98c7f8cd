namespace Peyk.Local.Simulator.Sms;

/// <summary>Words that Twilio itself acts upon: its English defaults, and Persian ones such as a service would add.</summary>
internal static class OptOutKeywords
{
    private static readonly Dictionary<string, string> English = new(StringComparer.OrdinalIgnoreCase)
    {
        ["STOP"] = "STOP", ["STOPALL"] = "STOP", ["UNSUBSCRIBE"] = "STOP", ["CANCEL"] = "STOP", ["END"] = "STOP", ["QUIT"] = "STOP",
        ["REVOKE"] = "STOP", ["OPTOUT"] = "STOP",
        ["START"] = "START", ["YES"] = "START", ["UNSTOP"] = "START",
        ["HELP"] = "HELP", ["INFO"] = "HELP",
    };

    private static readonly Dictionary<string, string> Persian = new()
    {
        ["لغو"] = "STOP", ["انصراف"] = "STOP", ["شروع"] = "START", ["راهنما"] = "HELP",
    };

    /// <summary>What the whole message asks for; null when it is not one of the words.</summary>
    public static string? TypeOf(string body)
    {
        var word = body.Trim();
        return English.GetValueOrDefault(word) ?? Persian.GetValueOrDefault(word);
    }

    /// <summary>The answer that Twilio sends by itself.</summary>
    public static string Answer(string type, string body)
    {
        var persian = Persian.ContainsKey(body.Trim());
        return type switch
        {
            "STOP" => persian ? "از این پس پیامکی نمی‌فرستیم. برای بازگشت «شروع» بفرستید." : "You will get no more messages from us. Send START to come back.",
            "START" => persian ? "خوش آمدید. دوباره برای شما پیامک می‌فرستیم." : "Welcome back. You will get our messages again.",
            _ => persian ? "برای دریافت نکردن پیامک «لغو» بفرستید." : "Send STOP to get no more messages.",
        };
    }
}
