using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Peyk.Runtime.Tests.Http;

/// <summary>One function per way to bind and to answer.</summary>
public sealed class HttpFunctions
{
    [Function("Number")]
    public IResult Number([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "numbers/{id}")] HttpRequest request, int id) =>
        TypedResults.Text($"{request.Method} {id}");

    [Function("Guid")]
    public IResult OfGuid([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "guids/{id:guid}")] HttpRequest request, Guid id) =>
        TypedResults.Text($"{id:N}");

    [Function("Date")]
    public IResult OfDate([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dates/{day}")] HttpRequest request, DateOnly day) =>
        TypedResults.Text($"{day:O}");

    [Function("Optional")]
    public IResult Optional([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "optional/{id?}")] HttpRequest request, int? id) =>
        TypedResults.Text(id?.ToString() ?? "none");

    [Function("Default")]
    public IResult Default([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "default/{id?}")] HttpRequest request, int id = 7) =>
        TypedResults.Text(id.ToString());

    [Function("Rest")]
    public IResult Rest([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "rest/{*path}")] HttpRequest request, string path) =>
        TypedResults.Text(path);

    [Function("Special")]
    public IResult Special([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "numbers/special")] HttpRequest request) =>
        TypedResults.Text("special");

    [Function("Json")]
    public async Task<IActionResult> Json([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "json")] HttpRequest request)
    {
        var body = await request.ReadFromJsonAsync<Dictionary<string, int>>();
        return new CreatedResult("/json", body);
    }

    [Function("Results")]
    public async Task<Microsoft.AspNetCore.Http.HttpResults.Results<Microsoft.AspNetCore.Http.HttpResults.NoContent, Microsoft.AspNetCore.Http.HttpResults.NotFound>> Results(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "results")] HttpRequest request)
    {
        await Task.Yield();
        return TypedResults.NoContent();
    }

    [Function("ValueTasks")]
    public ValueTask<IResult> ValueTasks([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "value")] HttpRequest request) =>
        ValueTask.FromResult<IResult>(TypedResults.Text("value"));

    [Function("Static")]
    public static IResult Static([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "static")] HttpRequest request) =>
        TypedResults.Text("static");

    [Function("Written")]
    public Task Written([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "written")] HttpRequest request, CancellationToken cancellationToken) =>
        request.HttpContext.Response.WriteAsync("by hand", cancellationToken);

    [Function("Context")]
    public IResult Context([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "context/{id}")] HttpRequest request, string id, FunctionContext context) =>
        TypedResults.Json(new
        {
            function = context.FunctionDefinition.Name,
            same = context.GetHttpContext() == request.HttpContext,
            id = context.BindingContext.BindingData["id"],
            trace = context.TraceContext.TraceParent,
        });

    [Function("Any")]
    public IResult Any([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => TypedResults.Text(request.Method);

    [Function("Throws")]
    public IResult Throws([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "throws")] HttpRequest request) =>
        throw new InvalidOperationException("secret");
}
