namespace Peyk.Functions.Clients;

/// <summary>What a key may do.</summary>
public static class Scopes
{
    public const string StatusUpdates = "status-updates";
    public const string FeedbackRequests = "feedback-requests";

    /// <summary>To read what citizens answered, word for word.</summary>
    public const string Responses = "responses:read";

    /// <summary>To read and answer complaints of the client's own cases and requests.</summary>
    public const string Complaints = "complaints";

    /// <summary>To read and answer what citizens texted the organisation, whichever client's case it is about.</summary>
    public const string Messages = "messages";

    /// <summary>To see figures of the whole organisation, of no single person.</summary>
    public const string Reports = "reports";
    public const string Read = "notifications:read";
    public const string Cancel = "notifications:cancel";
    public const string Urgent = "urgent";
    public const string Templates = "templates:read";

    /// <summary>To post many at once; what is in them needs the scope of its kind too.</summary>
    public const string Batches = "batches";

    /// <summary>To post, read, change and cancel them.</summary>
    public const string Reminders = "reminders";

    /// <summary>To write, read, change, schedule, pause and cancel issues.</summary>
    public const string Newsletters = "newsletters";

    /// <summary>To see callbacks and ask for them again.</summary>
    public const string Callbacks = "callbacks";

    /// <summary>To see who is subscribed.</summary>
    public const string NewslettersRead = "newsletters:read";

    /// <summary>To subscribe addresses, whose owners are asked, and to unsubscribe them.</summary>
    public const string NewslettersSubscribe = "newsletters:subscribe";

    /// <summary>To bring subscribers who confirmed elsewhere; nobody asks them again.</summary>
    public const string NewslettersImport = "newsletters:import";

    /// <summary>To look at the dashboard.</summary>
    public const string DashboardView = "dashboard:view";

    /// <summary>To look at it and to act in it.</summary>
    public const string DashboardOperate = "dashboard:operate";

    public const string ContactsRead = "contacts:read";
    public const string ContactsWrite = "contacts:write";
    public const string ContactsErase = "contacts:erase";
    public const string ContactsExport = "contacts:export";

    /// <summary>What systems may be given, and what the command line's <c>all</c> stands for: not the dashboard, which is for people.</summary>
    public static IReadOnlyList<string> OfSystems => [.. All.Except([DashboardView, DashboardOperate])];

    public static IReadOnlyList<string> All { get; } =
    [
        StatusUpdates, FeedbackRequests, Responses, Complaints, Messages, Reports, Read, Cancel, Urgent, Templates, Batches,
        Reminders, Newsletters, Callbacks, NewslettersRead, NewslettersSubscribe, NewslettersImport, ContactsRead,
        ContactsWrite, ContactsErase, ContactsExport, DashboardView, DashboardOperate,
    ];
}

/// <summary>A posting system as one of its keys shows it.</summary>
/// <param name="Id">Lower-case letters, digits and dashes, at most 32.</param>
/// <param name="IsTest">What comes with the key is never given to a provider.</param>
public sealed record ApiClient(string Id, string KeyId, IReadOnlySet<string> Scopes, bool IsTest = false)
{
    /// <summary>Longest id, in characters.</summary>
    public const int LongestId = 32;

    public static bool IsId(string? text) =>
        text is { Length: > 0 and <= LongestId } && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && text[0] != '-' && text[^1] != '-';
}
