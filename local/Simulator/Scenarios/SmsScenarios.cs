using System.Collections.Frozen;

namespace Peyk.Local.Simulator.Scenarios;

/// <summary>One status of a message on its way.</summary>
internal sealed record SmsStep(string Status, When When, int? Code = null, int Times = 1, bool Callback = true);

/// <summary>What happens to messages for one recipient.</summary>
internal sealed record SmsScenario(string Digits, string English, string Persian, Answer Answer, params SmsStep[] Steps);

/// <summary>
/// Recipients that make each outcome of an SMS happen. The last three digits choose, and are those of Twilio's code where
/// the outcome has one. Two ranges have these meanings: +98 912 000 d xxx, and +44 7700 900 xxx, which Ofcom keeps for fiction.
/// </summary>
internal static class SmsScenarios
{
    public const string PersianRange = "+98912000";
    public const string EnglishRange = "+447700900";

    private static readonly SmsStep Sent = new("sent", When.Sent);
    private static readonly SmsStep Delivered = new("delivered", When.Final);

    public static readonly SmsScenario Normal = new("", "delivered", "تحویل می‌شود", Answer.Accept, Sent, Delivered);

    public static IReadOnlyList<SmsScenario> All { get; } =
    [
        Ends("001", "failed", 30001, "queue of the sender overflowed", "صف فرستنده پر شد"),
        Ends("002", "failed", 30002, "account suspended after acceptance", "حساب پس از پذیرش تعلیق شد"),
        Ends("003", "undelivered", 30003, "handset off or out of reach", "گوشی خاموش یا بیرون از پوشش"),
        Ends("004", "undelivered", 30004, "blocked at the destination", "در مقصد مسدود است"),
        Ends("005", "undelivered", 30005, "unknown number", "شماره ناشناخته"),
        Ends("006", "undelivered", 30006, "landline or unreachable carrier", "تلفن ثابت یا اپراتور دسترس‌ناپذیر"),
        Ends("007", "undelivered", 30007, "filtered by the carrier", "اپراتور پیام را پالایش کرد"),
        Ends("008", "undelivered", 30008, "unknown error of the carrier", "خطای ناشناخته اپراتور"),
        Ends("017", "undelivered", 30017, "carrier congested", "شبکه اپراتور شلوغ است"),
        Ends("018", "undelivered", 30018, "sender needs registration at the destination", "فرستنده باید در مقصد ثبت شود"),
        Ends("019", "undelivered", 30019, "content larger than the carrier allows", "متن بزرگ‌تر از حد اپراتور"),
        Ends("020", "failed", 30020, "internal failure of the provider", "خطای درونی فراهم‌کننده"),
        Ends("022", "undelivered", 30022, "rate of the sender exceeded", "نرخ مجاز فرستنده پر شد"),
        Ends("023", "undelivered", 30023, "daily limit of the carrier reached", "سقف روزانه اپراتور پر شد"),
        Ends("024", "undelivered", 30024, "sender not provisioned at the carrier", "فرستنده نزد اپراتور راه‌اندازی نشده"),
        Ends("032", "undelivered", 30032, "toll-free sender not verified", "شماره رایگان فرستنده تأیید نشده"),
        Ends("033", "undelivered", 30033, "campaign of the sender suspended", "کارزار فرستنده تعلیق شده"),
        Ends("034", "undelivered", 30034, "number of the sender not registered", "شماره فرستنده ثبت نشده"),
        Ends("036", "failed", 30036, "validity period ran out before sending", "مهلت پیام پیش از ارسال گذشت"),
        Ends("410", "undelivered", 30410, "time-out at the carrier", "پاسخ اپراتور دیر شد"),
        Ends("450", "failed", 30450, "blocked by the guard against SMS pumping", "محافظ ضد سوءاستفاده جلوی آن را گرفت"),
        Ends("999", "undelivered", 39999, "a code that nobody has documented", "کدی که در هیچ سندی نیست"),

        Refused("211", 21211, "not a valid number", "شماره معتبر نیست"),
        Refused("214", 21214, "number cannot be reached", "به این شماره راهی نیست"),
        Refused("217", 21217, "number does not look valid", "شماره درست به نظر نمی‌رسد"),
        Refused("408", 21408, "sending to that region is not permitted", "ارسال به آن منطقه مجاز نیست"),
        Refused("606", 21606, "sender cannot send there", "فرستنده به آنجا نمی‌تواند بفرستد"),
        Refused("608", 21608, "trial account, recipient not verified", "حساب آزمایشی، گیرنده تأیید نشده"),
        Refused("610", 21610, "recipient opted out (STOP)", "گیرنده انصراف داده است"),
        Refused("611", 21611, "queue of the sender is full", "صف فرستنده پر است"),
        Refused("612", 21612, "no route from sender to recipient", "میان فرستنده و گیرنده مسیری نیست"),
        Refused("614", 21614, "not a mobile number", "شماره همراه نیست"),
        Refused("618", 21618, "content blocked by all carriers", "همه اپراتورها متن را رد می‌کنند"),
        Refused("703", 21703, "Messaging Service has no usable sender", "سرویس پیام فرستنده به‌کارآمدنی ندارد"),

        new("429", "429 / 20429 twice, then delivered", "دو بار ۴۲۹، سپس تحویل", Answer.Refuse(429, 20429, times: 2), Sent, Delivered),
        new("500", "500 / 20500 twice, nothing accepted, then delivered", "دو بار ۵۰۰ بی‌آنکه پذیرفته شود، سپس تحویل",
            Answer.Refuse(500, 20500, times: 2), Sent, Delivered),
        new("503", "503 / 20503 always", "همیشه ۵۰۳", Answer.Refuse(503, 20503)),
        new("501", "accepted and delivered, but answered 500", "پذیرفته و تحویل می‌شود ولی پاسخ ۵۰۰ است",
            new(AnswerKind.AcceptThenError, 500, 20500), Sent, Delivered),
        new("504", "accepted and delivered, but the answer never comes", "پذیرفته و تحویل می‌شود ولی پاسخی نمی‌آید",
            new(AnswerKind.AcceptThenHang), Sent, Delivered),
        new("505", "no answer and not accepted once, then delivered", "یک بار نه پاسخ و نه پذیرش، سپس تحویل",
            new(AnswerKind.Hang, Times: 1), Sent, Delivered),
        new("506", "accepted, but neither answer nor any receipt", "پذیرفته می‌شود، ولی نه پاسخ می‌آید و نه رسید",
            new(AnswerKind.AcceptThenHang), Sent with { Callback = false }, Delivered with { Callback = false }),
        new("510", "connection reset before acceptance once, then delivered", "یک بار قطع اتصال پیش از پذیرش، سپس تحویل",
            new(AnswerKind.Reset, Times: 1), Sent, Delivered),
        new("511", "connection reset after acceptance, delivered", "قطع اتصال پس از پذیرش، تحویل می‌شود",
            new(AnswerKind.AcceptThenReset), Sent, Delivered),

        new("901", "delivered, the receipt comes late", "تحویل می‌شود، رسید دیر می‌آید", Answer.Accept,
            Sent, Delivered with { When = When.Late }),
        new("902", "delivered, each receipt comes twice", "تحویل می‌شود، هر رسید دو بار می‌آید", Answer.Accept,
            Sent with { Times = 2 }, Delivered with { Times = 2 }),
        new("903", "delivered, `delivered` comes before `sent`", "تحویل می‌شود، رسید تحویل پیش از رسید ارسال می‌آید", Answer.Accept,
            new("delivered", When.Sent), new("sent", When.Final)),
        new("904", "delivered, the receipts come before the API answers", "تحویل می‌شود، رسیدها پیش از پاسخ می‌آیند",
            new(AnswerKind.AcceptAfterReceipts), new("sent", When.AtOnce), new("delivered", When.AtOnce)),
        new("905", "sent, no final receipt ever", "فرستاده می‌شود، رسید پایانی هرگز نمی‌آید", Answer.Accept, Sent),
        new("906", "delivered, all receipts are lost; the API knows", "تحویل می‌شود، رسیدها گم می‌شوند؛ از رابط می‌توان پرسید", Answer.Accept,
            Sent with { Callback = false }, Delivered with { Callback = false }),
        new("907", "undelivered / 30003, the receipt is lost; the API knows", "تحویل نمی‌شود (۳۰۰۰۳)، رسید گم می‌شود؛ از رابط می‌توان پرسید",
            Answer.Accept, Sent, new("undelivered", When.Final, 30003, Callback: false)),
        new("910", "accepted and stays `queued`", "پذیرفته می‌شود و در صف می‌ماند", Answer.Accept),
    ];

    /// <summary>Twilio's test numbers, which have one meaning in every account.</summary>
    public static IReadOnlyList<(string Number, int Code, string English, string Persian)> TestNumbers { get; } =
    [
        ("+15005550001", 21211, "not a valid number", "شماره معتبر نیست"),
        ("+15005550002", 21612, "no route from sender to recipient", "میان فرستنده و گیرنده مسیری نیست"),
        ("+15005550003", 21408, "sending to that region is not permitted", "ارسال به آن منطقه مجاز نیست"),
        ("+15005550004", 21610, "recipient opted out (STOP)", "گیرنده انصراف داده است"),
        ("+15005550009", 21614, "not a mobile number", "شماره همراه نیست"),
    ];

    private static readonly FrozenDictionary<string, SmsScenario> ByDigits = All.ToFrozenDictionary(scenario => scenario.Digits);

    private static readonly FrozenDictionary<string, SmsScenario> ByTestNumber = TestNumbers.ToFrozenDictionary(
        row => row.Number, row => new SmsScenario(row.Number, row.English, row.Persian, Answer.Refuse(400, row.Code)));

    public static SmsScenario For(string number)
    {
        var inRange = (number.Length == PersianRange.Length + 4 && number.StartsWith(PersianRange, StringComparison.Ordinal))
            || (number.Length == EnglishRange.Length + 3 && number.StartsWith(EnglishRange, StringComparison.Ordinal));
        if (inRange && ByDigits.TryGetValue(number[^3..], out var scenario))
            return scenario;
        return ByTestNumber.GetValueOrDefault(number, Normal);
    }

    private static SmsScenario Ends(string digits, string status, int code, string english, string persian) =>
        new(digits, $"`{status}` / {code}: {english}", persian, Answer.Accept,
            status is "failed" ? [new SmsStep(status, When.Sent, code)] : [Sent, new SmsStep(status, When.Final, code)]);

    private static SmsScenario Refused(string digits, int code, string english, string persian) =>
        new(digits, $"400 / {code}: {english}", persian, Answer.Refuse(400, code));
}
