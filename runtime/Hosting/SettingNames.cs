using Microsoft.Extensions.Configuration;

namespace Peyk.Runtime.Hosting;

/// <summary>Replaces <c>%NAME%</c> in a queue name or a schedule by the setting of that name.</summary>
internal static class SettingNames
{
    /// <exception cref="StartRefusedException">A setting is missing, or a percent sign stands alone.</exception>
    public static string Resolve(string text, IConfiguration settings, string function)
    {
        if (!text.Contains('%'))
            return text;
        var parts = text.Split('%');
        if (parts.Length % 2 == 0)
            throw new StartRefusedException($"Function {function}: \"{text}\" has a percent sign without its pair.");
        for (var i = 1; i < parts.Length; i += 2)
        {
            var key = parts[i].Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);
            parts[i] = settings[key] is { Length: > 0 } value
                ? value
                : throw new StartRefusedException($"Function {function} needs the setting {parts[i]}.");
        }

        return string.Concat(parts);
    }
}
