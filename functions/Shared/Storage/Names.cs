namespace Peyk.Functions.Shared.Storage;

/// <summary>Every table of the app.</summary>
public static class Tables
{
    public const string Notifications = "Notifications";
    public const string Idempotency = "Idempotency";
    public const string Clients = "Clients";
    public const string Cases = "Cases";
    public const string References = "References";
    public const string Feed = "Feed";
    public const string Callbacks = "Callbacks";
    public const string DeadLetters = "DeadLetters";

    /// <summary>Persons, and their addresses by keyed hash.</summary>
    public const string Contacts = "Contacts";

    /// <summary>What went to a contact, newest first.</summary>
    public const string Timeline = "Timeline";

    /// <summary>Surveys that were put to persons.</summary>
    public const string FeedbackRequests = "FeedbackRequests";

    /// <summary>When persons were asked last.</summary>
    public const string AskingPace = "AskingPace";

    /// <summary>What citizens complained of, and what came of it.</summary>
    public const string Complaints = "Complaints";

    /// <summary>Every answer that was given.</summary>
    public const string Responses = "Responses";

    /// <summary>What citizens text us, and where the talk with them stands.</summary>
    public const string Conversations = "Conversations";

    /// <summary>Which attempt owns a provider's message id.</summary>
    public const string ProviderMessages = "ProviderMessages";

    /// <summary>Batches: head, rows that wait, results.</summary>
    public const string Batches = "Batches";

    /// <summary>One row a sender: what its provider may still be given, and when.</summary>
    public const string Senders = "Senders";

    /// <summary>How far the work that goes through all days has come.</summary>
    public const string Cursors = "Cursors";

    public const string Reminders = "Reminders";

    /// <summary>What is due, by its minute.</summary>
    public const string Schedule = "Schedule";

    /// <summary>Persons who are being erased, and the proof, without them, that it was done.</summary>
    public const string Erasures = "Erasures";

    /// <summary>Who exported or erased a person's data.</summary>
    public const string Audit = "Audit";

    /// <summary>What operators have switched, such as the pause of a channel.</summary>
    public const string Controls = "Controls";

    /// <summary>What was delivered, day by day, and the days that must be counted again.</summary>
    public const string Rollups = "Rollups";

    /// <summary>Who wants which newsletters: one row an address in a topic.</summary>
    public const string Subscriptions = "Subscriptions";

    /// <summary>Newsletters' issues: heads, texts, and lists of them.</summary>
    public const string Issues = "Issues";

    /// <summary>How far issues are sent: their plans, batches and counts.</summary>
    public const string IssueBatches = "IssueBatches";

    /// <summary>Whom each batch of an issue went to, by keyed hash, and what became of it.</summary>
    public const string Recipients = "Recipients";

    public static IReadOnlyList<string> All { get; } =
    [
        Notifications, Idempotency, Clients, Cases, References, Feed, Callbacks, DeadLetters, Contacts, Timeline,
        FeedbackRequests, AskingPace, Complaints, Responses, Conversations, ProviderMessages, Batches, Senders, Cursors,
        Reminders, Schedule, Erasures, Audit, Controls, Rollups, Subscriptions, Issues, IssueBatches, Recipients,
    ];
}

/// <summary>Every queue of the app. A message is a hint to work now; what must be known later is in a table.</summary>
public static class Queues
{
    public const string SendSms = "send-sms";
    public const string SendEmail = "send-email";

    // Rows of batches, so that they stand before nobody who waits for just one message.
    public const string SendSmsBulk = SendSms + Bulk;
    public const string SendEmailBulk = SendEmail + Bulk;

    /// <summary>Batches of which rows wait: one message a batch.</summary>
    public const string Batches = "batches";

    /// <summary>Batches of newsletters whose turn it is.</summary>
    public const string IssueBatches = "issue-batches";

    /// <summary>Receipts of newsletters, many to a message.</summary>
    public const string IssueReceipts = "issue-receipts";

    /// <summary>Receipts that a webhook could not apply at once.</summary>
    public const string Receipts = "receipts";

    /// <summary>Posts of systems that put them on a queue instead of calling the API.</summary>
    public const string Triggers = "triggers";

    /// <summary>Texts of citizens that wait for being understood.</summary>
    public const string InboundSms = "inbound-sms";

    /// <summary>Clients for whom callbacks are due.</summary>
    public const string Callbacks = "callbacks";

    // Where the host moves what failed too often; it chooses these names.
    public const string SendSmsPoison = SendSms + Poison;
    public const string SendEmailPoison = SendEmail + Poison;
    public const string SendSmsBulkPoison = SendSmsBulk + Poison;
    public const string SendEmailBulkPoison = SendEmailBulk + Poison;
    public const string BatchesPoison = Batches + Poison;
    public const string IssueBatchesPoison = IssueBatches + Poison;
    public const string IssueReceiptsPoison = IssueReceipts + Poison;
    public const string ReceiptsPoison = Receipts + Poison;
    public const string TriggersPoison = Triggers + Poison;
    public const string InboundSmsPoison = InboundSms + Poison;
    public const string CallbacksPoison = Callbacks + Poison;
    private const string Poison = "-poison";
    private const string Bulk = "-bulk";

    public static IReadOnlyList<string> All { get; } =
    [
        SendSms, SendEmail, SendSmsBulk, SendEmailBulk, Batches, IssueBatches, IssueReceipts, Receipts, Triggers, InboundSms,
        Callbacks, SendSmsPoison, SendEmailPoison, SendSmsBulkPoison, SendEmailBulkPoison, BatchesPoison, IssueBatchesPoison,
        IssueReceiptsPoison, ReceiptsPoison, TriggersPoison, InboundSmsPoison, CallbacksPoison,
    ];
}
