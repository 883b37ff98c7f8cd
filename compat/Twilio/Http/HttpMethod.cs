namespace Twilio.Http;

/// <summary>An HTTP method by its name.</summary>
public class HttpMethod
{
    public static readonly HttpMethod Get = new("GET");
    public static readonly HttpMethod Post = new("POST");
    public static readonly HttpMethod Put = new("PUT");
    public static readonly HttpMethod Patch = new("PATCH");
    public static readonly HttpMethod Delete = new("DELETE");

    private readonly string name;

    public HttpMethod(string method) => name = method.ToUpperInvariant();

    public static implicit operator HttpMethod(string value) => new(value);

    public override bool Equals(object obj) => obj is HttpMethod other && name == other.name;

    public override int GetHashCode() => name.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => name;
}
