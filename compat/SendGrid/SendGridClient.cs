namespace SendGrid;

/// <summary>The client of SendGrid proper, signed in with an API key.</summary>
public class SendGridClient : BaseClient
{
    public SendGridClient(SendGridClientOptions options)
        : base(options)
    {
    }

    public SendGridClient(HttpClient httpClient, SendGridClientOptions options)
        : base(httpClient, options)
    {
    }
}

/// <summary>Options with SendGrid's own defaults: <c>https://api.sendgrid.com</c>, version <c>v3</c>.</summary>
public class SendGridClientOptions : BaseClientOptions
{
    private string apiKey;

    public SendGridClientOptions() => Host = "https://api.sendgrid.com";

    /// <exception cref="ArgumentNullException">Set to null or blank.</exception>
    public string ApiKey
    {
        get => apiKey;
        set
        {
            if (string.IsNullOrWhiteSpace(value))
                throw new ArgumentNullException(nameof(value));
            apiKey = value;
            Auth = new("Bearer", value);
        }
    }
}
