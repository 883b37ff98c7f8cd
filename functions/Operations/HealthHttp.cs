using Microsoft.Azure.Functions.Worker;

namespace Peyk.Functions.Operations;

/// <summary>Whether the process lives, and whether it can do its work.</summary>
public sealed class HealthHttp(Readiness readiness)
{
    [Function("HealthLiveHttp")]
    public IResult Live([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/live")] HttpRequest request) =>
        Results.Text("live");

    [Function("HealthReadyHttp")]
    public async Task<IResult> Ready(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/ready")] HttpRequest request, CancellationToken cancellationToken)
    {
        var missing = await readiness.MissingAsync(cancellationToken);
        return missing.Count == 0
            ? Results.Text("ready")
            : Results.Text("not ready: " + string.Join("; ", missing), statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
