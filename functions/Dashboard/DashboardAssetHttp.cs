using Microsoft.Azure.Functions.Worker;

namespace Peyk.Functions.Dashboard;

/// <summary>Files of the dashboard's pages. They tell nothing, and everybody may have them.</summary>
public sealed class DashboardAssetHttp(DashboardAssets assets)
{
    [Function(nameof(DashboardAssetHttp))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "ops/assets/{name}")] HttpRequest request, string name)
    {
        if (assets.Find(name) is not { } asset)
            return Results.NotFound();
        var headers = request.HttpContext.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = request.Query["v"] == asset.Version ? "public, max-age=31536000, immutable" : "no-cache";
        return Results.Bytes(asset.Content, asset.Type, entityTag: new($"\"{asset.Version}\""));
    }
}
