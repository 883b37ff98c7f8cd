using Microsoft.Extensions.Options;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Shared;

/// <summary>Addresses of our own pages and resources, as the world sees them.</summary>
public sealed class Links(IOptions<PeykOptions> options)
{
    private string Base => options.Value.PublicUrl.TrimEnd('/');

    /// <summary>The tracking page of a case.</summary>
    public string Case(string code) => $"{Base}/t/{Uri.EscapeDataString(code)}";

    /// <summary>The page on which a request for feedback is answered.</summary>
    /// <param name="score">Chosen when the page opens; null for none.</param>
    public string Feedback(string token, int? score = null) => $"{Base}/f/{token}{(score is null ? "" : $"?score={score}")}";

    /// <summary>The settings page of a contact.</summary>
    public string Preferences(string token) => $"{Base}/p/{token}";

    /// <param name="path">Of one of our pages, without a slash before it.</param>
    public string Page(string path) => $"{Base}/{path}";

    /// <summary>A notification in the API, relative to its host.</summary>
    public static string Notification(Guid id) => $"/api/v1/notifications/{id:D}";

    /// <summary>A reminder in the API, relative to its host.</summary>
    public static string Reminder(Guid id) => $"/api/v1/reminders/{id:D}";
}
