using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Peyk.Local.Simulator.Pages;

/// <summary>Home, phone and inbox: files of <c>wwwroot</c>, in the language of <c>?lang=</c>.</summary>
internal sealed class SimulatorPages(FontFile font)
{
    private const string Root = "Simulator.wwwroot/";

    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
        + "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly FrozenDictionary<string, byte[]> Files = Load();
    private static readonly string[] Languages = ["fa", "en"];
    private static readonly FrozenDictionary<string, (byte[] Html, string Tag)> Rendered = Render();

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (path, name) in ((string, string)[])[("/", "index"), ("/phone", "phone"), ("/inbox", "inbox")])
            routes.MapGet(path, http => PageAsync(http, name));
        foreach (var (name, content) in Files.Where(file => !file.Key.EndsWith(".html", StringComparison.Ordinal)
            && !file.Key.EndsWith(".json", StringComparison.Ordinal)))
        {
            var tag = Tag(content);
            var type = TypeOf(name);
            routes.MapGet("/assets/" + name, http => SendAsync(http, content, type, tag));
        }
        routes.MapGet("/favicon.ico", () => Results.Redirect("/assets/peyk.svg"));
        routes.MapGet("/fonts/Vazirmatn.woff2", async (HttpContext http) =>
        {
            if (await font.FindAsync(http.RequestAborted) is not { } path)
                return Results.NotFound();
            // A mail is shown in a frame of no origin, which may only take a font that is open to all.
            http.Response.Headers.AccessControlAllowOrigin = "*";
            http.Response.Headers.CacheControl = "public, max-age=86400";
            return Results.File(path, "font/woff2");
        });
    }

    private static async Task PageAsync(HttpContext http, string name)
    {
        var language = http.Request.Query["lang"].ToString() is "en" ? "en" : "fa";
        var (html, tag) = Rendered[$"{name}.{language}"];
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.ContentLanguage = language;
        await SendAsync(http, html, "text/html; charset=utf-8", tag);
    }

    private static async Task SendAsync(HttpContext http, byte[] content, string type, string tag)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.ETag = tag;
        if (string.Equals(http.Request.Headers.IfNoneMatch, tag, StringComparison.Ordinal))
        {
            http.Response.StatusCode = 304;
            return;
        }
        http.Response.ContentType = type;
        http.Response.ContentLength = content.Length;
        await http.Response.Body.WriteAsync(content, http.RequestAborted);
    }

    /// <summary>Pages hold <c>{{key}}</c> for each text; scripts find all texts in an element of the page.</summary>
    private static FrozenDictionary<string, (byte[], string)> Render()
    {
        Dictionary<string, (byte[], string)> rendered = [];
        using var strings = JsonDocument.Parse(Files["strings.json"]);
        foreach (var (file, content) in Files.Where(file => file.Key.EndsWith(".html", StringComparison.Ordinal)))
        {
            foreach (var language in Languages)
            {
                Dictionary<string, string> texts = strings.RootElement.EnumerateObject()
                    .ToDictionary(text => text.Name, text => text.Value.GetProperty(language).GetString()!);
                var html = new StringBuilder(Encoding.UTF8.GetString(content));
                html.Replace("{{lang}}", language).Replace("{{dir}}", language is "fa" ? "rtl" : "ltr");
                html.Replace("{{other}}", language is "fa" ? "en" : "fa");
                html.Replace("{{strings}}", JsonSerializer.Serialize(texts, SimulatorJson.Default.DictionaryStringString));
                foreach (var (key, text) in texts)
                    html.Replace("{{" + key + "}}", HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All).Encode(text));
                var bytes = Encoding.UTF8.GetBytes(html.ToString());
                rendered[$"{Path.GetFileNameWithoutExtension(file)}.{language}"] = (bytes, Tag(bytes));
            }
        }
        return rendered.ToFrozenDictionary();
    }

    private static FrozenDictionary<string, byte[]> Load()
    {
        var assembly = typeof(SimulatorPages).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Root, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Root.Length..], name => Read(assembly, name));
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private static string Tag(byte[] content) => $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"";

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}
