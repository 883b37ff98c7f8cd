using System.Net;
using System.Text.Json;
using Twilio.Exceptions;
using Twilio.Http;

namespace Twilio.Clients;

/// <summary>Signs requests with Basic authentication and turns refusals into <see cref="ApiException"/>.</summary>
public class TwilioRestClient : ITwilioRestClient
{
    private readonly string username;
    private readonly string password;

    /// <param name="username">Account SID or API key SID.</param>
    /// <param name="password">Auth token or the key's secret.</param>
    /// <param name="accountSid">The account in the paths; default <paramref name="username"/>.</param>
    /// <param name="region">Part of the host name, as <c>ie1</c>; default none.</param>
    /// <param name="httpClient">Default a <see cref="SystemNetHttpClient"/> of its own.</param>
    /// <param name="edge">Part of the host name, as <c>dublin</c>; default none.</param>
    /// <exception cref="AuthenticationException">User name or password is missing.</exception>
    public TwilioRestClient(
        string username,
        string password,
        string accountSid = null,
        string region = null,
        Http.HttpClient httpClient = null,
        string edge = null)
    {
        if (string.IsNullOrEmpty(username))
            throw new AuthenticationException("A user name is required.");
        if (string.IsNullOrEmpty(password))
            throw new AuthenticationException("A password is required.");

        this.username = username;
        this.password = password;
        AccountSid = accountSid ?? username;
        Region = region;
        HttpClient = httpClient ?? new SystemNetHttpClient();
        Edge = edge;
    }

    public string AccountSid { get; }

    public string Region { get; }

    public string Edge { get; set; }

    public Http.HttpClient HttpClient { get; }

    /// <exception cref="ApiException">Twilio refused.</exception>
    /// <exception cref="ApiConnectionException">No answer came.</exception>
    public Response Request(Request request)
    {
        Prepare(request);
        Response response;
        try
        {
            response = HttpClient.MakeRequest(request);
        }
        catch (Exception e)
        {
            throw NoAnswer(request, e);
        }

        return Accepted(response);
    }

    /// <inheritdoc cref="Request"/>
    public async Task<Response> RequestAsync(Request request)
    {
        Prepare(request);
        Response response;
        try
        {
            response = await HttpClient.MakeRequestAsync(request).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw NoAnswer(request, e);
        }

        return Accepted(response);
    }

    private void Prepare(Request request)
    {
        request.SetAuth(username, password);
        request.Region = Region ?? request.Region;
        request.Edge = Edge ?? request.Edge;
    }

    // The path only: the query of a list call holds a phone number.
    private static ApiConnectionException NoAnswer(Request request, Exception cause) =>
        new($"Connection Error: {request.Method} {request.buildUri().AbsolutePath}", cause);

    private static Response Accepted(Response response)
    {
        if (response is null)
            throw new ApiConnectionException("Connection Error: no answer received.");
        if (response.StatusCode is >= HttpStatusCode.OK and < HttpStatusCode.BadRequest)
            return response;

        RestException refusal = null;
        try
        {
            refusal = RestException.FromJson(response.Content);
        }
        catch (JsonException)
        {
            // Not Twilio's own answer, as from a gateway in between: told below without its text.
        }

        // As the official client does, an answer that is not Twilio's JSON leaves Code and Status at 0.
        throw refusal is null
            ? new ApiException($"Api Error: {response.StatusCode}")
            : new ApiException(
                refusal.Code,
                (int)response.StatusCode,
                refusal.Message ?? $"Unable to make request, {response.StatusCode}",
                refusal.MoreInfo,
                refusal.Details);
    }
}
