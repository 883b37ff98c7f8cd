using System.Text.RegularExpressions;

namespace Peyk.Core.Definitions;

/// <summary>Reads the key of a definition: what requests and rows name it by.</summary>
internal static partial class DefinitionKeys
{
    public static string Read(YamlReader yaml)
    {
        var key = yaml.Text("key");
        if (key.Length > 0 && !Pattern().IsMatch(key))
            yaml.Report("key", "must have lower-case letters, digits and single dashes only, at most 50");
        return key;
    }

    [GeneratedRegex("^(?=.{1,50}$)[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Pattern();
}
