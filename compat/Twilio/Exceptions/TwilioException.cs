namespace Twilio.Exceptions;

/// <summary>Base of everything this client throws about a call.</summary>
public class TwilioException : Exception
{
    public TwilioException()
    {
    }

    public TwilioException(string message)
        : base(message)
    {
    }

    public TwilioException(string message, Exception exception)
        : base(message, exception)
    {
    }
}

/// <summary>No credentials to call with.</summary>
public class AuthenticationException : TwilioException
{
    public AuthenticationException(string message)
        : base(message)
    {
    }
}

/// <summary>No answer came: the request may or may not have reached Twilio. The inner exception tells which.</summary>
public class ApiConnectionException : TwilioException
{
    public ApiConnectionException(string message)
        : base(message)
    {
    }

    public ApiConnectionException(string message, Exception exception)
        : base(message, exception)
    {
    }
}
