using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Peyk.Runtime.Hosting;

/// <summary>
/// The values of host.json that we honour, with the Functions host's own defaults. As there, a setting
/// <c>AzureFunctionsJobHost__extensions__queues__batchSize</c> overrides the file.
/// </summary>
internal sealed record HostJson
{
    private const string OverrideSection = "AzureFunctionsJobHost";

    public required string RoutePrefix { get; init; }

    /// <summary>Null when unbounded (<c>-1</c> or absent).</summary>
    public required TimeSpan? FunctionTimeout { get; init; }

    public required QueueSettings Queues { get; init; }

    /// <param name="directory">Where host.json lies: beside the functions assembly.</param>
    /// <param name="settings">The application's settings, for overrides.</param>
    /// <exception cref="StartRefusedException">The file is missing or has a wrong value.</exception>
    public static HostJson Read(string directory, IConfiguration settings)
    {
        var path = Path.Combine(directory, "host.json");
        if (!File.Exists(path))
            throw new StartRefusedException("host.json is missing beside the functions assembly.");
        try
        {
            return Parse(new ConfigurationBuilder().AddJsonFile(path).AddConfiguration(settings.GetSection(OverrideSection)).Build());
        }
        catch (InvalidDataException)
        {
            throw new StartRefusedException("host.json is not valid JSON.");
        }
    }

    public static HostJson Parse(IConfiguration json)
    {
        if (json["version"] != "2.0")
            throw Wrong("version", "must be \"2.0\"");
        var encoding = json["extensions:queues:messageEncoding"] ?? "base64";
        if (!string.Equals(encoding, "none", StringComparison.OrdinalIgnoreCase))
            throw Wrong("extensions.queues.messageEncoding", "must be \"none\": functions get the text as it was put");

        var batchSize = Number(json, "extensions:queues:batchSize", 16, 1, 32);
        return new HostJson
        {
            RoutePrefix = (json["extensions:http:routePrefix"] ?? "api").Trim('/'),
            FunctionTimeout = Timeout(json["functionTimeout"]),
            Queues = new QueueSettings(
                batchSize,
                Number(json, "extensions:queues:newBatchThreshold", batchSize / 2 * Environment.ProcessorCount, 0, 1_000),
                Number(json, "extensions:queues:maxDequeueCount", 5, 1, 10_000),
                Time(json, "extensions:queues:visibilityTimeout", TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromDays(7)),
                Time(json, "extensions:queues:maxPollingInterval", TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1))),
        };
    }

    private static TimeSpan? Timeout(string? text)
    {
        if (text is null or "-1")
            return null;
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && value > TimeSpan.Zero
            ? value
            : throw Wrong("functionTimeout", "must be a time such as \"00:10:00\", or -1");
    }

    private static int Number(IConfiguration json, string key, int @default, int min, int max)
    {
        if (json[key] is not { } text)
            return @default;
        return int.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw Wrong(key.Replace(':', '.'), $"must be a number from {min} to {max}");
    }

    private static TimeSpan Time(IConfiguration json, string key, TimeSpan @default, TimeSpan min, TimeSpan max)
    {
        if (json[key] is not { } text)
            return @default;
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw Wrong(key.Replace(':', '.'), $"must be a time from {min:c} to {max:c}");
    }

    private static StartRefusedException Wrong(string key, string rule) => new($"host.json: {key} {rule}.");
}

/// <param name="BatchSize">Messages per get, 1 to 32.</param>
/// <param name="NewBatchThreshold">The next get happens when so many or fewer functions of this queue still run.</param>
/// <param name="MaxDequeueCount">Tries before a message goes to the poison queue.</param>
/// <param name="VisibilityTimeout">Delay before a failed message is tried again.</param>
/// <param name="MaxPollingInterval">Cap of the back-off while the queue is empty.</param>
internal sealed record QueueSettings(
    int BatchSize, int NewBatchThreshold, int MaxDequeueCount, TimeSpan VisibilityTimeout, TimeSpan MaxPollingInterval);
