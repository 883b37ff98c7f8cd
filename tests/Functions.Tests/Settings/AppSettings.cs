using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Functions.Shared.Settings;
using Peyk.Functions.Tests.Operations;

namespace Peyk.Functions.Tests.Settings;

/// <summary>Every setting of the app, read from its options classes.</summary>
internal static class AppSettings
{
    /// <summary>What must never be shown: keys and credentials. A public key and ids of accounts are none.</summary>
    public static IReadOnlySet<string> Confidential { get; } = new HashSet<string>
    {
        "Peyk__MasterKeys", "Peyk__LookupKey", "Peyk__SigningKey",
        "Twilio__AuthToken", "Twilio__PreviousAuthToken", "Twilio__ApiKeySecret", "SendGrid__ApiKey", "Dashboard__Secret",
    };

    public static IReadOnlyList<AppSetting> All { get; } =
        [.. Sections().SelectMany(s => Read(s.Name.Replace(":", "__", StringComparison.Ordinal), s.Options))];

    private static IReadOnlyList<SettingsSection> Sections()
    {
        using var app = UnstartedApp.Create(new Dictionary<string, string> { ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true" });
        return [.. app.Services.GetServices<SettingsSection>()];
    }

    private static IEnumerable<AppSetting> Read(string section, Type options)
    {
        var defaults = Activator.CreateInstance(options)!;
        foreach (var property in options.GetProperties())
        {
            var value = property.GetValue(defaults);
            var key = property.PropertyType == typeof(Dictionary<string, string>) ? "fa" : value is Dictionary<string, decimal> ? "DIGITS" : value is IDictionary ? "KIND" : null;
            yield return new(
                $"{section}__{property.Name}",
                property,
                IsRequired: property.IsDefined(typeof(RequiredAttribute)) && value is null or "",
                key,
                Default: value switch
                {
                    null or "" or IDictionary { Count: 0 } => "",
                    Dictionary<string, string> words => string.Join(", ", words.Select(w => $"{w.Key}: {w.Value}")),
                    TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
                    _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
                });
        }
    }
}

/// <param name="IsRequired">The app does not start without it.</param>
/// <param name="Key">There is one for each language, as <c>Name__fa</c>, or for each kind of notification; null: there is one.</param>
internal sealed record AppSetting(string Name, PropertyInfo Property, bool IsRequired, string? Key, string Default)
{
    public string Bounds => Property.GetCustomAttribute<RangeAttribute>() is { } range ? $"{range.Minimum} to {range.Maximum}" : "";
}
