namespace Peyk.Functions.Contacts;

internal static class ContactIds
{
    /// <summary>Reads a contact's id of a URL: any UUID but the empty one.</summary>
    public static bool TryParse(string? text, out Guid id) => Guid.TryParseExact(text, "D", out id) && id != Guid.Empty;

    /// <summary>A contact in the API, relative to its host.</summary>
    public static string Link(Guid id) => $"/api/v1/contacts/{id:D}";
}
