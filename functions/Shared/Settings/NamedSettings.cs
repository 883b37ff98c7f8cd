using Microsoft.Extensions.Options;

namespace Peyk.Functions.Shared.Settings;

/// <summary>
/// Says what is wrong with a section in the names of its settings (<c>Peyk__PublicUrl</c>), which is what an operator can search for, rather
/// than in those of our classes.
/// </summary>
internal sealed class NamedSettings<T>(string section, IValidateOptions<T> validator) : IValidateOptions<T>
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
        select $"{Setting(property.Name)} is a Key Vault reference that was not resolved: is the secret there, and may the app's identity read it?";

    /// <summary>The generated validators begin with the class's and the member's name.</summary>
    private string Named(string failure)
    {
        var (type, start) = (typeof(T).Name + ".", failure.IndexOf(": ", StringComparison.Ordinal));
        var said = start > 0 && !failure[..start].Contains(' ', StringComparison.Ordinal) && failure[..start].Contains('.', StringComparison.Ordinal)
            ? failure[(start + 2)..]
            : failure;
        return said.Replace(type, $"{Setting("")}", StringComparison.Ordinal);
    }

    private string Setting(string member) => $"{section.Replace(":", "__", StringComparison.Ordinal)}__{member}";
}
