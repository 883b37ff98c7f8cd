using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Peyk.Functions.Shared.Settings;

/// <summary>How people get into the dashboard.</summary>
public enum DashboardAccess
{
    /// <summary>There is no dashboard.</summary>
    None,

    /// <summary>App Service Authentication in front of the app tells who it is.</summary>
    AppService,

    /// <summary>A reverse proxy of ours tells who it is, and proves itself with a secret.</summary>
    Proxy,

    /// <summary>An API key with the scope <c>dashboard:view</c> or <c>dashboard:operate</c>, given once to a form.</summary>
    Key,
}

/// <summary>Who may use the dashboard, section <c>Dashboard</c>.</summary>
public sealed class DashboardOptions : IValidatableObject
{
    public const string Section = "Dashboard";

    /// <summary><c>None</c>, <c>AppService</c>, <c>Proxy</c> or <c>Key</c>. Default <c>None</c>: nobody.</summary>
    public DashboardAccess Access { get; set; }

    /// <summary>Role that may look, as Entra ID or the proxy names it. Default <c>viewer</c>.</summary>
    [Required, MaxLength(100)]
    public string ViewerRole { get; set; } = "viewer";

    /// <summary>Role that may act, too. Default <c>operator</c>.</summary>
    [Required, MaxLength(100)]
    public string OperatorRole { get; set; } = "operator";

    /// <summary>Header in which the proxy names the user. It must remove what callers send under this name. Default <c>X-Forwarded-User</c>.</summary>
    [Required, MaxLength(100)]
    public string UserHeader { get; set; } = "X-Forwarded-User";

    /// <summary>Header in which the proxy lists the user's roles, comma-separated. Default <c>X-Forwarded-Groups</c>.</summary>
    [Required, MaxLength(100)]
    public string RolesHeader { get; set; } = "X-Forwarded-Groups";

    /// <summary>Header in which the proxy proves itself. Default <c>X-Proxy-Secret</c>.</summary>
    [Required, MaxLength(100)]
    public string SecretHeader { get; set; } = "X-Proxy-Secret";

    /// <summary>What the proxy sends there, at least 32 characters. Required with <c>Proxy</c>.</summary>
    [MaxLength(500)]
    public string Secret { get; set; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Access == DashboardAccess.Proxy && Secret.Length < 32)
            yield return new ValidationResult("Dashboard__Secret must have at least 32 characters: without it anybody could pass for the proxy.", [nameof(Secret)]);
        if (ViewerRole == OperatorRole)
            yield return new ValidationResult("Dashboard__ViewerRole and Dashboard__OperatorRole must differ.", [nameof(ViewerRole)]);
    }
}

[OptionsValidator]
internal sealed partial class DashboardOptionsValidator : IValidateOptions<DashboardOptions>;
