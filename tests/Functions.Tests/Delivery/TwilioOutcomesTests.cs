using Peyk.Core.Deliveries;
using Peyk.Functions.Delivery.Sms;
using Twilio.Exceptions;

namespace Peyk.Functions.Tests.Delivery;

public sealed class TwilioOutcomesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_status_is_translated()
    {
        var kinds = Enum.GetValues<TwilioStatus>().ToDictionary(s => s, s => TwilioOutcomes.ToReceipt(s, 30003, "SM1", Now)?.GetType().Name);

        kinds.ShouldBe(new Dictionary<TwilioStatus, string?>
        {
            [TwilioStatus.Accepted] = "Taken",
            [TwilioStatus.Scheduled] = "Taken",
            [TwilioStatus.Queued] = "Taken",
            [TwilioStatus.Sending] = "Taken",
            [TwilioStatus.Sent] = "Taken",
            [TwilioStatus.Delivered] = "Delivered",
            [TwilioStatus.Read] = "Delivered",
            [TwilioStatus.PartiallyDelivered] = "Delivered",
            [TwilioStatus.Undelivered] = "Failed",
            [TwilioStatus.Failed] = "Failed",
            [TwilioStatus.Canceled] = "Failed",
            [TwilioStatus.Receiving] = null,
            [TwilioStatus.Received] = null,
        }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("partially_delivered", TwilioStatus.PartiallyDelivered)]
    [InlineData("delivered", TwilioStatus.Delivered)]
    [InlineData("brand_new", null)]
    [InlineData("4", null)]
    [InlineData(null, null)]
    public void A_status_is_read_leniently(string? word, TwilioStatus? status) => TwilioOutcomes.Parse(word).ShouldBe(status);

    [Theory]
    [InlineData(21211, 400, "refused", Reason.InvalidAddress)]
    [InlineData(21610, 400, "refused", Reason.OptedOut)]
    [InlineData(21408, 400, "refused", Reason.Misconfigured)]
    [InlineData(21617, 400, "refused", Reason.ContentRejected)]
    [InlineData(21612, 400, "refused", Reason.Unreachable)]
    [InlineData(99999, 400, "refused", Reason.Misconfigured)]
    [InlineData(20003, 401, "later", Reason.Misconfigured)]
    [InlineData(0, 403, "later", Reason.Misconfigured)]
    [InlineData(20429, 429, "later", Reason.ProviderUnavailable)]
    [InlineData(0, 429, "later", Reason.ProviderUnavailable)]
    [InlineData(21611, 400, "later", Reason.ProviderUnavailable)]
    [InlineData(20500, 500, "unknown", null)]
    [InlineData(20503, 503, "unknown", null)]
    [InlineData(0, 502, "unknown", null)]
    public void A_refused_call_means_refused_later_or_unknown(int code, int status, string expected, Reason? reason)
    {
        var result = TwilioOutcomes.ToResult(new ApiException(code, status, "message", "info"));

        (result switch
        {
            SendResult.Refused r => ("refused", (Reason?)r.Reason),
            SendResult.NotTaken n => ("later", n.Reason),
            SendResult.Unknown => ("unknown", null),
            _ => throw new InvalidOperationException(),
        }).ShouldBe((expected, reason));
    }

    [Theory]
    [InlineData(30003, Reason.Unreachable, 2)]
    [InlineData(30004, Reason.Blocked, 0)]
    [InlineData(30005, Reason.InvalidAddress, 0)]
    [InlineData(30006, Reason.InvalidAddress, 0)]
    [InlineData(30007, Reason.ContentRejected, 0)]
    [InlineData(30008, Reason.Unreachable, 1)]
    [InlineData(30017, Reason.ProviderUnavailable, 5)]
    [InlineData(30034, Reason.Misconfigured, 0)]
    [InlineData(30036, Reason.Expired, 0)]
    [InlineData(12345, Reason.Unreachable, 0)]
    public void A_failed_receipt_has_a_reason_and_worthwhile_retries(int code, Reason reason, int retries)
    {
        var receipt = TwilioOutcomes.ToReceipt(TwilioStatus.Undelivered, code, "SM1", Now).ShouldBeOfType<Receipt.Failed>();

        (receipt.Reason, receipt.Retries, receipt.Code).ShouldBe((reason, retries, code.ToString()));
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, true)]
    [InlineData(HttpRequestError.NameResolutionError, true)]
    [InlineData(HttpRequestError.SecureConnectionError, true)]
    [InlineData(HttpRequestError.ResponseEnded, false)]
    [InlineData(HttpRequestError.Unknown, false)]
    public void Only_a_connection_that_never_was_proves_that_nothing_was_taken(HttpRequestError error, bool notTaken)
    {
        var result = TwilioOutcomes.ToResult(new ApiConnectionException("no answer", new HttpRequestException(error)));

        (result is SendResult.NotTaken).ShouldBe(notTaken);
    }
}
