using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Peyk.Functions.Shared.Settings;

/// <summary>A section of the settings and the class that it fills.</summary>
/// <param name="Name">As <c>Peyk</c>; a setting of it is <c>Peyk__Name</c> in the environment.</param>
public sealed partial record SettingsSection(string Name, Type Options, Func<IServiceProvider, object> Read)
{
    /// <summary>What is wrong with it, each problem beginning with the setting's name; empty when all is well.</summary>
    public IReadOnlyList<string> Problems(IServiceProvider services)
    {
        try
        {
            Read(services);
            return [];
        }
        catch (OptionsValidationException e)
        {
            return [.. e.Failures];
        }
        catch (InvalidOperationException e) when (e.InnerException is FormatException or ArgumentException or OverflowException)
        {
            // The binder's message quotes the value, which may be confidential: only the key is taken from it.
            var key = Place().Match(e.Message) is { Success: true } place ? place.Groups[1].Value : Name;
            return [$"{key.Replace(":", "__", StringComparison.Ordinal)} has a value of the wrong form"];
        }
    }

    [GeneratedRegex("at '([A-Za-z:]+)' to type", RegexOptions.RightToLeft, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}

internal static class SettingsServices
{
    /// <summary>Binds a section, checks it at start, and lets <c>doctor</c> know of it.</summary>
    public static IServiceCollection AddSection<TOptions, TValidator>(this IServiceCollection services, string section)
        where TOptions : class
        where TValidator : IValidateOptions<TOptions>, new()
    {
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>>(new NamedSettings<TOptions>(section, new TValidator()));
        services.AddSingleton(new SettingsSection(section, typeof(TOptions), s => s.GetRequiredService<IOptions<TOptions>>().Value));
        return services;
    }
}
