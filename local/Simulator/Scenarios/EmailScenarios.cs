using System.Collections.Frozen;

namespace Peyk.Local.Simulator.Scenarios;

/// <summary>One event of a mail on its way.</summary>
/// <param name="Event">SendGrid's event type.</param>
/// <param name="When">When it is due.</param>
/// <param name="Fields">Members that this event has besides the common ones, as raw JSON.</param>
/// <param name="Times">In how many batches it is posted, each time with the same event id.</param>
/// <param name="Members">Which of the common members it carries.</param>
internal sealed record EmailStep(
    string Event, When When, IReadOnlyList<(string Name, string Json)> Fields, int Times = 1, CommonMembers Members = CommonMembers.All);

internal enum CommonMembers
{
    All,

    /// <summary>Without the message id, as asynchronous bounces are.</summary>
    NoMessageId,

    /// <summary>Only address, time, type and event id.</summary>
    AddressOnly,
}

/// <summary>What happens to mails for one recipient.</summary>
internal sealed record EmailScenario(string Name, string English, string Persian, Answer Answer, params EmailStep[] Steps)
{
    /// <summary>The account's list that the address joins when the last step has happened.</summary>
    public SuppressionList? Joins { get; init; }
}

internal enum SuppressionList
{
    Bounces,
    Blocks,
    SpamReports,
    InvalidEmails,
    Unsubscribes,
}

/// <summary>
/// Recipients that make each outcome of an e-mail happen: <c>name@sim.example</c>, or <c>name+anything@sim.example</c>.
/// </summary>
internal static class EmailScenarios
{
    public const string Domain = "sim.example";

    private static readonly EmailStep Processed = Step("processed", When.Sent);

    private static readonly EmailStep Delivered = new("delivered", When.Final,
        [("response", "\"250 2.0.0 OK\""), ("ip", "\"198.51.100.7\""), ("tls", "1")]);

    private static readonly EmailStep Deferred = Step("deferred", When.Final, ("response", "421 4.7.0 try again later"), ("attempt", "1"));

    public static readonly EmailScenario Normal = new("", "delivered", "تحویل می‌شود", Answer.Accept, Processed, Delivered);

    public static IReadOnlyList<EmailScenario> All { get; } =
    [
        new("delivered", "delivered, as any other address", "تحویل می‌شود، مانند هر نشانی دیگر", Answer.Accept, Processed, Delivered),
        Bounces("bounced", "bounce", "5.1.1", "Invalid Address", "550 5.1.1 no such user here",
            "hard bounce: no such user", "برگشت سخت: چنین کاربری نیست"),
        Bounces("blocked", "blocked", "5.7.1", "Reputation", "554 5.7.1 sender blocked for reputation",
            "blocked for the sender's reputation", "به سبب اعتبار فرستنده مسدود شد"),
        Bounces("content-blocked", "blocked", "5.7.1", "Content", "554 5.7.1 message content rejected",
            "blocked for its content", "به سبب محتوا مسدود شد"),
        Bounces("mailbox-full", "blocked", "5.2.2", "Mailbox Unavailable", "552 5.2.2 mailbox full",
            "mailbox full", "صندوق پر است"),
        Bounces("technical", "blocked", "4.4.1", "Technical", "unable to get mx info",
            "technical failure of the receiving domain", "خطای فنی دامنه گیرنده"),
        Bounces("frequency", "blocked", "4.7.1", "Frequency/Volume", "450 4.7.1 too many messages",
            "too many messages for the receiving domain", "پیام بیش از حد دامنه گیرنده"),
        Bounces("unclassified", "bounce", "5.0.0", "Unclassified", "550 5.0.0 rejected",
            "bounce that nobody classified", "برگشت رده‌بندی‌نشده"),

        Drops("dropped-bounced", "Bounced Address", "address bounced before", "نشانی پیش‌تر برگشت خورده"),
        Drops("dropped-unsubscribed", "Unsubscribed Address", "address unsubscribed", "نشانی لغو اشتراک کرده"),
        Drops("dropped-spam-report", "Spam Reporting Address", "address reported spam", "نشانی گزارش هرزنامه داده"),
        Drops("dropped-invalid", "Invalid", "address invalid", "نشانی نامعتبر"),
        Drops("dropped-spam-content", "Spam Content", "content looks like spam", "محتوا هرزنامه به نظر می‌رسد"),
        Drops("dropped-header", "Invalid SMTPAPI header", "wrong API header", "سرآیند نادرست"),
        Drops("dropped-quota", "Recipient List over Package Quota", "over the quota of the plan", "بیش از سهمیه طرح"),

        new("deferred", "deferred twice, then delivered", "دو بار به تعویق، سپس تحویل", Answer.Accept,
            Processed, Deferred, Deferred with { When = When.Late }, Delivered with { When = When.Late }),
        new("deferred-blocked", "deferred, then given up as blocked", "به تعویق می‌افتد و سپس رها می‌شود", Answer.Accept,
            Processed, Deferred, Bounce(When.Late, "blocked", "4.7.0", "Reputation", "421 4.7.0 given up")),
        new("late-bounce", "delivered, later a bounce without message id", "تحویل می‌شود، بعد بی‌شناسه پیام برمی‌گردد", Answer.Accept,
            Processed, Delivered, AsyncBounce(CommonMembers.NoMessageId)) { Joins = SuppressionList.Bounces },
        new("late-bounce-bare", "delivered, later a bounce with the address alone", "تحویل می‌شود، بعد برمی‌گردد و فقط نشانی را دارد",
            Answer.Accept, Processed, Delivered, AsyncBounce(CommonMembers.AddressOnly)) { Joins = SuppressionList.Bounces },
        new("spam-report", "delivered, later reported as spam", "تحویل می‌شود، بعد هرزنامه گزارش می‌شود", Answer.Accept,
            Processed, Delivered, Step("spamreport", When.Late)) { Joins = SuppressionList.SpamReports },
        new("opened", "delivered and opened", "تحویل و باز می‌شود", Answer.Accept, Processed, Delivered, Open(machine: false)),
        new("prefetched", "delivered, opened by a machine", "تحویل می‌شود، ماشینی آن را باز می‌کند", Answer.Accept,
            Processed, Delivered, Open(machine: true)),
        new("clicked", "delivered, opened, a link clicked", "تحویل و باز می‌شود، پیوندی گشوده می‌شود", Answer.Accept,
            Processed, Delivered, Open(machine: false), Click()),
        new("unsubscribed", "delivered, later a global opt-out", "تحویل می‌شود، بعد انصراف کلی", Answer.Accept,
            Processed, Delivered, Step("unsubscribe", When.Late)) { Joins = SuppressionList.Unsubscribes },
        new("group-unsubscribed", "delivered, later an opt-out from the group", "تحویل می‌شود، بعد انصراف از گروه", Answer.Accept,
            Processed, Delivered, Step("group_unsubscribe", When.Late, ("ip", "203.0.113.10"), ("useragent", "Mozilla/5.0"))),

        new("slow", "delivered, the receipt comes late", "تحویل می‌شود، رسید دیر می‌آید", Answer.Accept,
            Processed, Delivered with { When = When.Late }),
        new("duplicated", "delivered, each event comes twice", "تحویل می‌شود، هر رویداد دو بار می‌آید", Answer.Accept,
            Processed with { Times = 2 }, Delivered with { Times = 2 }),
        new("reordered", "delivered, `delivered` comes before `processed`", "تحویل می‌شود، تحویل پیش از پردازش گزارش می‌شود", Answer.Accept,
            Delivered with { When = When.Sent }, Processed with { When = When.Final }),
        new("early", "delivered, the events come before the API answers", "تحویل می‌شود، رویدادها پیش از پاسخ می‌آیند",
            new(AnswerKind.AcceptAfterReceipts), Processed with { When = When.AtOnce }, Delivered with { When = When.AtOnce }),
        new("processed-only", "processed, no final event ever", "پردازش می‌شود، رویداد پایانی هرگز نمی‌آید", Answer.Accept, Processed),
        new("missing", "accepted, no event ever", "پذیرفته می‌شود، هیچ رویدادی نمی‌آید", Answer.Accept),

        new("refused", "refused with 400", "با ۴۰۰ رد می‌شود", Answer.Refuse(400)),
        new("unauthorized", "refused with 401", "با ۴۰۱ رد می‌شود", Answer.Refuse(401)),
        new("forbidden", "refused with 403", "با ۴۰۳ رد می‌شود", Answer.Refuse(403)),
        new("too-large", "refused with 413", "با ۴۱۳ رد می‌شود", Answer.Refuse(413)),
        new("rate-limited", "429 twice, then delivered", "دو بار ۴۲۹، سپس تحویل", Answer.Refuse(429, times: 2), Processed, Delivered),
        new("server-error", "500 twice, nothing accepted, then delivered", "دو بار ۵۰۰ بی‌آنکه پذیرفته شود، سپس تحویل",
            Answer.Refuse(500, times: 2), Processed, Delivered),
        new("unavailable", "503 always", "همیشه ۵۰۳", Answer.Refuse(503)),
        new("error-after-accept", "accepted and delivered, but answered 500", "پذیرفته و تحویل می‌شود ولی پاسخ ۵۰۰ است",
            new(AnswerKind.AcceptThenError, 500), Processed, Delivered),
        new("timeout-after-accept", "accepted and delivered, but the answer never comes", "پذیرفته و تحویل می‌شود ولی پاسخی نمی‌آید",
            new(AnswerKind.AcceptThenHang), Processed, Delivered),
        new("timeout-before-accept", "no answer and not accepted once, then delivered", "یک بار نه پاسخ و نه پذیرش، سپس تحویل",
            new(AnswerKind.Hang, Times: 1), Processed, Delivered),
        new("silent", "accepted, but neither answer nor any event", "پذیرفته می‌شود، ولی نه پاسخ می‌آید و نه رویداد",
            new(AnswerKind.AcceptThenHang)),
        new("reset-before-accept", "connection reset before acceptance once, then delivered", "یک بار قطع اتصال پیش از پذیرش، سپس تحویل",
            new(AnswerKind.Reset, Times: 1), Processed, Delivered),
        new("reset-after-accept", "connection reset after acceptance, delivered", "قطع اتصال پس از پذیرش، تحویل می‌شود",
            new(AnswerKind.AcceptThenReset), Processed, Delivered),
    ];

    private static readonly FrozenDictionary<string, EmailScenario> ByName =
        All.ToFrozenDictionary(scenario => scenario.Name, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, EmailScenario>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        ByName.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The scenario of an address of the table; null for any other.</summary>
    public static EmailScenario? Find(string address)
    {
        var at = address.LastIndexOf('@');
        if (at < 1 || !address.AsSpan(at + 1).Equals(Domain, StringComparison.OrdinalIgnoreCase))
            return null;
        var local = address.AsSpan(0, at);
        var plus = local.IndexOf('+');
        return BySpan.TryGetValue(plus < 0 ? local : local[..plus], out var scenario) ? scenario : null;
    }

    /// <summary>What happens to a mail whose address stands on one of the account's lists.</summary>
    public static EmailScenario Dropped(SuppressionList list) => list switch
    {
        SuppressionList.Bounces or SuppressionList.Blocks => DropsFor("Bounced Address"),
        SuppressionList.SpamReports => DropsFor("Spam Reporting Address"),
        SuppressionList.InvalidEmails => DropsFor("Invalid"),
        SuppressionList.Unsubscribes => DropsFor("Unsubscribed Address"),
    };

    private static EmailScenario Bounces(
        string name, string type, string status, string classification, string reason, string english, string persian) =>
        new(name, $"`bounce`, type `{type}`, {status}, {classification}: {english}", persian, Answer.Accept,
            Processed, Bounce(When.Final, type, status, classification, reason))
        {
            Joins = type is "bounce" ? SuppressionList.Bounces : SuppressionList.Blocks,
        };

    private static EmailScenario Drops(string name, string reason, string english, string persian) =>
        DropsFor(reason) with { Name = name, English = $"`dropped`, {reason}: {english}", Persian = persian };

    private static EmailScenario DropsFor(string reason) =>
        new("", "", "", Answer.Accept, Step("dropped", When.Sent, ("reason", reason), ("status", "5.0.0")));

    private static EmailStep Bounce(When when, string type, string status, string classification, string reason) =>
        Step("bounce", when, ("type", type), ("status", status), ("bounce_classification", classification), ("reason", reason),
            ("ip", "198.51.100.7"));

    private static EmailStep AsyncBounce(CommonMembers members) =>
        Step("bounce", When.Late, ("type", "bounce"), ("status", "5.1.1"), ("bounce_classification", "Invalid Address"),
            ("reason", "550 5.1.1 no such user here")) with
        { Members = members };

    private static EmailStep Open(bool machine)
    {
        var step = Step("open", When.Late, ("useragent", "Mozilla/5.0"), ("ip", "203.0.113.9"), ("sg_content_type", "html"));
        return step with { Fields = [.. step.Fields, ("sg_machine_open", machine ? "true" : "false")] };
    }

    private static EmailStep Click()
    {
        var step = Step("click", When.Late, ("url", "https://example.com/"), ("useragent", "Mozilla/5.0"), ("ip", "203.0.113.9"));
        return step with { Fields = [.. step.Fields, ("url_offset", """{"index":0,"type":"html"}""")] };
    }

    private static EmailStep Step(string type, When when, params (string Name, string Text)[] fields) =>
        new(type, when, [.. fields.Select(field => (field.Name, $"\"{field.Text}\""))]);
}
