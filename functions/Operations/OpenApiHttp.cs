using Microsoft.Azure.Functions.Worker;

namespace Peyk.Functions.Operations;

/// <summary>The OpenAPI document of the API, for everyone.</summary>
public sealed class OpenApiHttp
{
    private static readonly Lazy<byte[]> Document = new(() => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Operations", "openapi.json")));

    [Function(nameof(OpenApiHttp))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/openapi.json")] HttpRequest request) =>
        Results.Bytes(Document.Value, "application/json");
}
