namespace Twilio.Exceptions;

/// <summary>Twilio answered with an error. Its message may quote the recipient's address: never log it.</summary>
public class ApiException : TwilioException
{
    public ApiException(string message)
        : base(message)
    {
    }

    public ApiException(string message, Exception exception)
        : base(message, exception)
    {
    }

    public ApiException(
        int code,
        int status,
        string message,
        string moreInfo,
        Dictionary<string, object> details = null,
        Exception exception = null)
        : base(message, exception)
    {
        Code = code;
        Status = status;
        MoreInfo = moreInfo;
        Details = details;
    }

    /// <summary>Twilio's error code, as 21211; 0 when the answer had none or was not JSON.</summary>
    public int Code { get; }

    /// <summary>The HTTP status; 0 when the answer was not JSON.</summary>
    public int Status { get; }

    public string MoreInfo { get; }

    public Dictionary<string, object> Details { get; }
}
