using System.Globalization;
using Peyk.Core.Deliveries;
using Twilio.Exceptions;

namespace Peyk.Functions.Delivery.Sms;

/// <summary>Twilio's statuses as its API and callbacks write them.</summary>
public enum TwilioStatus
{
    Accepted,
    Scheduled,
    Queued,
    Sending,
    Sent,
    Delivered,
    Undelivered,
    Failed,
    Receiving,
    Received,
    Read,
    Canceled,
    PartiallyDelivered,
}

/// <summary>Twilio's words in ours: every status in <see cref="ToReceipt"/>, every code in <see cref="Judge"/>.</summary>
public static class TwilioOutcomes
{
    private static readonly TimeSpan AccountTrouble = TimeSpan.FromMinutes(1);

    /// <summary>What a code means. Codes that are not listed fall back on the HTTP status, as Twilio advises.</summary>
    private abstract record Verdict
    {
        /// <summary>The message will not arrive, now or later.</summary>
        public sealed record Permanent(Reason Reason, int Retries = 0) : Verdict;

        /// <summary>Our account or its settings are wrong for every message: wait for somebody to mend it.</summary>
        public sealed record Account : Verdict;

        /// <summary>Not taken, and to be tried later.</summary>
        public sealed record Later(TimeSpan? After = null) : Verdict;
    }

    /// <summary>The receipt in a callback or a fetched message; null for a status that tells nothing new or nothing of sending.</summary>
    public static Receipt? ToReceipt(TwilioStatus status, int? errorCode, string providerId, DateTimeOffset at) => status switch
    {
        TwilioStatus.Accepted or TwilioStatus.Scheduled or TwilioStatus.Queued or TwilioStatus.Sending or TwilioStatus.Sent =>
            new Receipt.Taken(at, providerId),
        TwilioStatus.Delivered or TwilioStatus.Read or TwilioStatus.PartiallyDelivered => new Receipt.Delivered(at, providerId),
        TwilioStatus.Undelivered or TwilioStatus.Failed => Failed(errorCode, providerId, at),
        TwilioStatus.Canceled => new Receipt.Failed(at, providerId, Reason.CancelledByClient, "canceled"),
        TwilioStatus.Receiving or TwilioStatus.Received => null,
    };

    /// <summary>Reads a status as Twilio writes it; null for one that it added since.</summary>
    public static TwilioStatus? Parse(string? word) =>
        Enum.TryParse<TwilioStatus>(word?.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var status)
        && !char.IsAsciiDigit(word![0]) ? status : null;

    /// <summary>The price of a fetched message, which Twilio writes as what it takes: below zero. Null as long as it tells none.</summary>
    public static Price? ToPrice(string? price, string? unit) =>
        decimal.TryParse(price, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && unit is { Length: 3 }
            ? new(Math.Abs(amount), unit.ToUpperInvariant())
            : null;

    /// <summary>What a refused call means.</summary>
    public static SendResult ToResult(ApiException e)
    {
        var code = e.Code > 0 ? e.Code.ToString() : $"http_{e.Status}";
        return Judge(e.Code) switch
        {
            Verdict.Permanent permanent => new SendResult.Refused(permanent.Reason, code),
            Verdict.Account => new SendResult.NotTaken(code, AccountTrouble, Reason.Misconfigured),
            Verdict.Later later => new SendResult.NotTaken(code, later.After) { IsTooFast = e.Status == 429 },
            _ => e.Status switch
            {
                401 or 403 => new SendResult.NotTaken(code, AccountTrouble, Reason.Misconfigured),
                429 => new SendResult.NotTaken(code) { IsTooFast = true },
                >= 400 and < 500 => new SendResult.Refused(Reason.Misconfigured, code),
                _ => new SendResult.Unknown(code),
            },
        };
    }

    /// <summary>What a call without an answer means: only a connection that never was proves that nothing was taken.</summary>
    public static SendResult ToResult(ApiConnectionException e)
    {
        for (Exception? cause = e; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError
                    or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError })
                return new SendResult.NotTaken("connect");
        }

        return new SendResult.Unknown("no_answer");
    }

    private static Receipt.Failed Failed(int? errorCode, string providerId, DateTimeOffset at)
    {
        var code = errorCode?.ToString() ?? "unknown";
        return Judge(errorCode ?? 0) switch
        {
            Verdict.Permanent permanent => new(at, providerId, permanent.Reason, code, permanent.Retries),
            Verdict.Account => new(at, providerId, Reason.Misconfigured, code),
            Verdict.Later => new(at, providerId, Reason.ProviderUnavailable, code, Retries: 5),
            _ => new(at, providerId, Reason.Unreachable, code),
        };
    }

    private static Verdict? Judge(int code) => code switch
    {
        20003 or 20005 or 20006 or 20008 or 30002 or 63020 or 63051 => new Verdict.Account(),
        20429 or 35125 or 14107 or 30001 or 30017 or 30020 or 30021 or 30022 or 63009 or 63010 or 63012 or 63017 or 63018 or 63038 =>
            new Verdict.Later(),
        21611 => new Verdict.Later(TimeSpan.FromMinutes(5)),
        21211 or 21214 or 21217 or 21604 or 21614 or 30005 or 30006 => new Verdict.Permanent(Reason.InvalidAddress),
        21610 => new Verdict.Permanent(Reason.OptedOut),
        30003 => new Verdict.Permanent(Reason.Unreachable, Retries: 2),
        30008 or 30410 => new Verdict.Permanent(Reason.Unreachable, Retries: 1),
        21612 or 30450 or 63003 or 63024 or 63036 => new Verdict.Permanent(Reason.Unreachable),
        30004 or 63014 or 63032 => new Verdict.Permanent(Reason.Blocked),
        21602 or 21617 or 21618 or 21619 or 21620 or 21623 or 21658 or 30007 or 30019 or 63005 or 63006 or 63013 or 63016 or 63019
            or 63021 or 63026 or 63027 or 63028 or 63030 => new Verdict.Permanent(Reason.ContentRejected),
        30023 => new Verdict.Permanent(Reason.ProviderUnavailable),
        30010 or 30036 => new Verdict.Permanent(Reason.Expired),
        20004 or 20404 or 20409 or 21212 or 21408 or 21603 or 21606 or 21608 or 21609 or 21624 or 21654 or 21655 or 21656 or 21657
            or 21701 or 21703 or 21704 or 21705 or 30018 or 30024 or 30032 or 30033 or 30034 or 30035 or 30045 or 35111 or 35114
            or 35115 or 35117 or 35118 or 35126 or 63001 or 63002 or 63007 or 63008 or 63040 or 63041 or 63042 or 90007 =>
            new Verdict.Permanent(Reason.Misconfigured),
        _ => null,
    };
}
