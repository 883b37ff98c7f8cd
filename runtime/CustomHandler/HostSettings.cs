using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Peyk.Runtime.Discovery;

namespace Peyk.Runtime.CustomHandler;

/// <summary>
/// The settings that the Functions host reads itself: those between percent signs in schedules and queue names. It knows the app
/// settings only, not the defaults of the app, and leaves out a function whose setting it lacks.
/// </summary>
internal static partial class HostSettings
{
    /// <param name="catalog">The functions.</param>
    /// <param name="appSettings">What the host sees: it hands its own environment on to us.</param>
    /// <exception cref="StartRefusedException">A setting is missing. Rather no app than one without its sweep.</exception>
    public static void Require(FunctionCatalog catalog, IConfiguration appSettings)
    {
        var missing = Needed(catalog).Where(needed => string.IsNullOrEmpty(appSettings[Key(needed.Setting)]))
            .Select(needed => $"{needed.Setting} (of {needed.Function.Name})")
            .ToList();
        if (missing.Count > 0)
            throw new StartRefusedException($"The Functions host itself needs app settings that are missing: {string.Join(", ", missing)}.");
    }

    private static IEnumerable<(Function Function, string Setting)> Needed(FunctionCatalog catalog) =>
        from function in catalog.Functions
        let text = function.Trigger switch
        {
            QueueTriggerAttribute queue => queue.QueueName,
            TimerTriggerAttribute timer => timer.Schedule,
            _ => "",
        }
        from Match name in SettingName().Matches(text)
        select (function, name.Groups[1].Value);

    private static string Key(string setting) => setting.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex SettingName();
}
