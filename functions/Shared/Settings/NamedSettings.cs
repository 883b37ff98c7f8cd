using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Peyk.Functions.Shared.Settings;

/// <summary>
/// Says what is wrong with a section in the names of its settings (<c>Peyk__PublicUrl</c>), which is what an operator can search for, rather
/// than in those of our classes.
/// </summary>
internal sealed partial class NamedSettings<T>(string section, IValidateOptions<T> validator) : IValidateOptions<T>
    where T : class
{
    /// <summary>How an unresolved Key Vault reference looks: the platform leaves it as it stands.</summary>
    public const string UnresolvedReference = "@Microsoft.KeyVault(";

    public ValidateOptionsResult Validate(string? name, T options)
    {
        List<string> failures =
        [
            .. Unresolved(options),
            .. (validator.Validate(name, options).Failures ?? []).Select(Named),
        ];
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> Unresolved(T options) =>
        from property in typeof(T).GetProperties()
        where property.PropertyType == typeof(string)
            && property.GetValue(options) is string value && value.StartsWith(UnresolvedReference, StringComparison.Ordinal)
        select $"{Setting(property.Name)} is a Key Vault reference that was not resolved: the secret is missing, or the app's identity may not read it";

    /// <summary>The generated validators begin with the members' names, and call a member by its class.</summary>
    private string Named(string failure)
    {
        var end = failure.IndexOf(": ", StringComparison.Ordinal);
        var isOfMembers = end > 0 && failure[..end].Split(", ").All(name => typeof(T).GetProperty(name) is not null);
        var said = (isOfMembers ? failure[(end + 2)..] : failure).Replace($"{typeof(T).Name}.", Setting(""), StringComparison.Ordinal);
        return Sentence().Replace(said, "$1 $2");
    }

    /// <summary>“The field X must be …”, “The X field is required”: the name first.</summary>
    [GeneratedRegex("^The (?:field )?([A-Za-z]+(?:__[A-Za-z]+)+) (?:field )?((?:must|is|has).*)$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sentence();

    private string Setting(string member) => $"{section.Replace(":", "__", StringComparison.Ordinal)}__{member}";
}
