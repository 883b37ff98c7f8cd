using Twilio.Http;

namespace Twilio.Clients;

/// <summary>Sends requests to Twilio in the name of one account.</summary>
public interface ITwilioRestClient
{
    string AccountSid { get; }

    string Region { get; }

    Http.HttpClient HttpClient { get; }

    Response Request(Request request);

    Task<Response> RequestAsync(Request request);
}
