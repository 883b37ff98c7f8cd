using System.Text;

namespace Twilio.Http;

/// <summary>The transport beneath the client; replace it to reach Twilio another way.</summary>
public abstract class HttpClient
{
    protected HttpClient()
    {
    }

    /// <summary>For debugging only: shared by all callers.</summary>
    public Request LastRequest { get; protected set; }

    /// <summary>For debugging only: shared by all callers.</summary>
    public Response LastResponse { get; protected set; }

    public abstract Response MakeRequest(Request request);

    public abstract Task<Response> MakeRequestAsync(Request request);

    /// <returns>The parameter of a Basic Authorization header.</returns>
    public string Authentication(string username, string password) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}"));
}
