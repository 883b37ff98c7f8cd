using Microsoft.Azure.Functions.Worker;
using Peyk.Functions.Shared.Http;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Delivery;

/// <summary>The keys against which anyone can check our receipts (RFC 7517).</summary>
public sealed class GetPublicKeysHttp(SigningKeys keys)
{
    [Function(nameof(GetPublicKeysHttp))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = ".well-known/jwks.json")] HttpRequest request)
    {
        request.HttpContext.Response.Headers.CacheControl = "public, max-age=3600";
        return Results.Json(keys.Public, HttpJson.Default.PublicKeySet, "application/jwk-set+json");
    }
}
