using System.Globalization;
using Twilio.Base;
using Twilio.Types;

namespace Twilio.Rest.Api.V2010.Account;

/// <summary>What to send. A field left null is not sent.</summary>
public class CreateMessageOptions : IOptions<MessageResource>
{
    public CreateMessageOptions(PhoneNumber to) => To = to;

    public string PathAccountSid { get; set; }

    public PhoneNumber To { get; }

    /// <summary>This or <see cref="MessagingServiceSid"/> is required; both pin a sender of the service.</summary>
    public PhoneNumber From { get; set; }

    public string MessagingServiceSid { get; set; }

    /// <summary>At most 1,600 characters.</summary>
    public string Body { get; set; }

    /// <summary>At most 10.</summary>
    public List<Uri> MediaUrl { get; set; }

    /// <summary>Where receipts go, sent as it was written: escapes and fragment are kept.</summary>
    public Uri StatusCallback { get; set; }

    /// <summary>Seconds in Twilio's queue before giving up: 1 to 36,000, default 36,000.</summary>
    public int? ValidityPeriod { get; set; }

    public bool? SmartEncoded { get; set; }

    /// <summary>In UTC, from 300 s to 35 days ahead; needs <see cref="ScheduleType"/> and a messaging service.</summary>
    public DateTime? SendAt { get; set; }

    public MessageResource.ScheduleTypeEnum ScheduleType { get; set; }

    public List<KeyValuePair<string, string>> GetParams()
    {
        var form = new Form();
        form.Add("To", To?.ToString());
        form.Add("StatusCallback", StatusCallback?.OriginalString);
        form.Add("ValidityPeriod", ValidityPeriod?.ToString(CultureInfo.InvariantCulture));
        form.Add("SmartEncoded", SmartEncoded is { } smart ? smart ? "true" : "false" : null);
        form.Add("ScheduleType", ScheduleType?.ToString());
        form.Add("SendAt", SendAt);
        form.Add("From", From?.ToString());
        form.Add("MessagingServiceSid", MessagingServiceSid);
        form.Add("Body", Body);
        foreach (var url in MediaUrl ?? [])
            form.Add("MediaUrl", url.OriginalString);
        return form;
    }
}

/// <summary>Which message to fetch.</summary>
public class FetchMessageOptions : IOptions<MessageResource>
{
    public FetchMessageOptions(string pathSid) => PathSid = pathSid;

    public string PathAccountSid { get; set; }

    public string PathSid { get; }

    public List<KeyValuePair<string, string>> GetParams() => [];
}

/// <summary>Which messages to list. Filters join with and; dates are UTC and inclusive.</summary>
public class ReadMessageOptions : ReadOptions<MessageResource>
{
    public ReadMessageOptions()
    {
    }

    public string PathAccountSid { get; set; }

    public PhoneNumber To { get; set; }

    public PhoneNumber From { get; set; }

    /// <summary>Where set, <see cref="DateSentBefore"/> and <see cref="DateSentAfter"/> are not sent.</summary>
    public DateTime? DateSent { get; set; }

    public DateTime? DateSentBefore { get; set; }

    public DateTime? DateSentAfter { get; set; }

    public List<KeyValuePair<string, string>> GetParams()
    {
        var form = new Form();
        form.Add("To", To?.ToString());
        form.Add("From", From?.ToString());
        form.Add("DateSent", DateSent);
        if (DateSent is null)
        {
            form.Add("DateSent<", DateSentBefore);
            form.Add("DateSent>", DateSentAfter);
        }

        form.Add("PageSize", PageSize?.ToString(CultureInfo.InvariantCulture));
        return form;
    }
}

/// <summary>Cancels a scheduled message (<see cref="Status"/>) or redacts a sent one (<see cref="Body"/> empty).</summary>
public class UpdateMessageOptions : IOptions<MessageResource>
{
    public UpdateMessageOptions(string pathSid) => PathSid = pathSid;

    public string PathAccountSid { get; set; }

    public string PathSid { get; }

    public string Body { get; set; }

    public MessageResource.UpdateStatusEnum Status { get; set; }

    public List<KeyValuePair<string, string>> GetParams()
    {
        var form = new Form();
        form.Add("Body", Body);
        form.Add("Status", Status?.ToString());
        return form;
    }
}

/// <summary>Fields in order; null values are left out, empty ones are not.</summary>
internal sealed class Form : List<KeyValuePair<string, string>>
{
    public void Add(string name, string value)
    {
        if (value is not null)
            Add(new KeyValuePair<string, string>(name, value));
    }

    // As the official client does, the clock time is written as it stands and called UTC.
    public void Add(string name, DateTime? value) =>
        Add(name, value?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
}
