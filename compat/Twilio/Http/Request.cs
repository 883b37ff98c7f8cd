using System.Net;

namespace Twilio.Http;

/// <summary>A call: method, address, query and form fields in the order given; a name may come more than once.</summary>
public class Request
{
    private const string DefaultRegion = "us1";

    public Request(HttpMethod method, string url)
    {
        Method = method;
        Uri = new Uri(url);
    }

    public HttpMethod Method { get; }

    /// <summary>The address before region, edge and query.</summary>
    public Uri Uri { get; }

    public string Username { get; set; }

    public string Password { get; set; }

    public string Region { get; set; }

    public string Edge { get; set; }

    public List<KeyValuePair<string, string>> QueryParams { get; } = [];

    public List<KeyValuePair<string, string>> PostParams { get; } = [];

    public List<KeyValuePair<string, string>> HeaderParams { get; } = [];

    public void SetAuth(string username, string password)
    {
        Username = username;
        Password = password;
    }

    public void AddQueryParam(string name, string value) => QueryParams.Add(new(name, value));

    public void AddPostParam(string name, string value) => PostParams.Add(new(name, value));

    public void AddHeaderParam(string name, string value) => HeaderParams.Add(new(name, value));

    /// <returns>The address to call, with region, edge and query.</returns>
    public Uri ConstructUrl()
    {
        var uri = buildUri();
        return QueryParams.Count == 0 ? uri : new Uri($"{uri.AbsoluteUri}?{Encode(QueryParams)}");
    }

    /// <returns>The address with the host <c>product.edge.region.twilio.com</c> where edge or region is set.</returns>
    public Uri buildUri()
    {
        if (Region is null && Edge is null)
            return Uri;

        var parts = Uri.Host.Split('.');
        var region = Region ?? parts.Length switch { 4 => parts[1], 5 => parts[2], _ => null };
        var edge = Edge ?? (parts.Length == 5 ? parts[1] : null);
        if (edge is not null)
            region ??= DefaultRegion;

        string[] host = [parts[0], edge, region, .. parts[^2..]];
        return new UriBuilder(Uri) { Host = string.Join('.', host.Where(part => !string.IsNullOrEmpty(part))) }.Uri;
    }

    private static string Encode(IEnumerable<KeyValuePair<string, string>> fields) =>
        string.Join('&', fields.Select(field => $"{WebUtility.UrlEncode(field.Key)}={WebUtility.UrlEncode(field.Value)}"));
}
