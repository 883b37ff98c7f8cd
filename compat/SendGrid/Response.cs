using System.Net;
using System.Net.Http.Headers;

namespace SendGrid;

/// <summary>An answer, refusals included. 202 with <c>X-Message-Id</c> means taken, 200 is the sandbox's yes.</summary>
public class Response
{
    public Response(HttpStatusCode statusCode, HttpContent responseBody, HttpResponseHeaders responseHeaders)
    {
        StatusCode = statusCode;
        Body = responseBody;
        Headers = responseHeaders;
    }

    public HttpStatusCode StatusCode { get; set; }

    public bool IsSuccessStatusCode => (int)StatusCode is >= 200 and <= 299;

    public HttpContent Body { get; set; }

    public HttpResponseHeaders Headers { get; set; }
}
