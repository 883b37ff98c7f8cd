namespace Twilio.Base;

/// <summary>What the REST API answers with: a message, a page of messages.</summary>
public abstract class Resource
{
    protected Resource()
    {
    }
}
