using System.Text.Json.Nodes;
using Peyk.Testing;

namespace Peyk.Local.Tests.Contract;

/// <summary>
/// The providers' OpenAPI documents, which lie beside the repository, corrected where they contradict the service and its
/// own client. The corrected copies live in a temporary folder as long as this object.
/// </summary>
public sealed class OfficialDocuments : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("peyk-contract-");

    /// <summary>
    /// The Messages API. Published with <c>format: uri</c> for the addresses of pages, which are paths on the API's host: the
    /// official client puts the host in front of them.
    /// </summary>
    public string Twilio => Corrected("twilio-messages.json", RemoveUriFormat);

    /// <summary>mail/send and its neighbours, as published.</summary>
    public string SendGrid => Published("sendgrid.json");

    public void Dispose() => folder.Delete(recursive: true);

    private static string Published(string name) => Path.Combine(SharedFolder.Require(), "contracts", "openapi", name);

    private string Corrected(string name, Action<JsonNode> correct)
    {
        var document = JsonNode.Parse(File.ReadAllText(Published(name)))!;
        correct(document);
        var copy = Path.Combine(folder.FullName, $"{Guid.CreateVersion7()}-{name}");
        File.WriteAllText(copy, document.ToJsonString());
        return copy;
    }

    private static void RemoveUriFormat(JsonNode document)
    {
        const string List = "/2010-04-01/Accounts/{AccountSid}/Messages.json";
        var page = document["paths"]![List]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!["properties"]!;
        foreach (var name in (string[])["first_page_uri", "next_page_uri", "previous_page_uri", "uri"])
            page[name]!.AsObject().Remove("format").ShouldBeTrue($"The document is right about {name} now: the correction can go.");
    }
}
