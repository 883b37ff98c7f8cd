using Peyk.Core.Addresses;
using Peyk.Core.Definitions;

namespace Peyk.Core.Inbound;

/// <summary>The answers that files have ready: keywords of any language lead to a text in the citizen's.</summary>
public sealed class ReadyAnswers
{
    /// <summary>In a longer text a keyword is beside the point: it has a story to tell, and somebody is to read it.</summary>
    private const int MostWords = 6;

    private readonly List<Keyword> _keywords;

    private ReadyAnswers(List<Keyword> keywords) => _keywords = keywords;

    /// <summary>The answer to a text; null when there is none. Of several the one with the longest keyword.</summary>
    public ReadyAnswer? Find(InboundText text)
    {
        var line = $" {string.Join(' ', text.Words)} ";
        return _keywords.FirstOrDefault(k => k.Match switch
        {
            Match.Whole => line == k.Words,
            Match.Short => text.Words.Length <= MostWords && line.Contains(k.Words, StringComparison.Ordinal),
            Match.Anywhere => line.Contains(k.Words, StringComparison.Ordinal),
        })?.Answer;
    }

    /// <summary>Reads the files (YAML, one answer each, named by its key).</summary>
    /// <param name="defaultLanguage">What is answered must be there in this language.</param>
    /// <exception cref="InvalidDefinitionException">Some file is wrong; the message names every file and field.</exception>
    public static ReadyAnswers Load(IEnumerable<DefinitionFile> files, LanguageTag defaultLanguage)
    {
        var problems = new List<DefinitionProblem>();
        var keywords = new Dictionary<string, Keyword>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (YamlReader.TryParse(file.Path, file.Text, problems, out var yaml))
                Read(yaml, file.Stem, defaultLanguage, keywords);
        }

        InvalidDefinitionException.ThrowIfAny(problems);
        return new([.. keywords.Values.OrderByDescending(k => k.Answer.IsAutomatic).ThenByDescending(k => k.Words.Length)]);
    }

    private static void Read(YamlReader yaml, string stem, LanguageTag defaultLanguage, Dictionary<string, Keyword> keywords)
    {
        yaml.AllowOnly("key", "automatic", "match", "keywords", "answers");
        if (DefinitionKeys.Read(yaml) != stem)
            yaml.Report("key", "must be the name of the file");
        var answers = LocalisedTexts.Read(yaml, "answers", defaultLanguage, required: false);
        var match = yaml.Choice("match", ("short", Match.Short), ("whole", Match.Whole), ("anywhere", Match.Anywhere));
        var answer = new ReadyAnswer(stem, answers, yaml.Flag("automatic"));
        if (answer.IsAutomatic && !answers.IsEmpty)
            yaml.Report("answers", "machines get no answer");
        if (yaml.Map("keywords") is not { } languages)
        {
            yaml.Report("keywords", "is required");
            return;
        }

        foreach (var language in languages.Keys)
        {
            foreach (var word in languages.Texts(language))
            {
                var folded = InboundText.Fold(word);
                if (folded.Length == 0)
                    languages.Report(language, "has a keyword without letters or digits");
                else if (!keywords.TryAdd(folded, new($" {folded} ", match, answer)))
                    languages.Report(language, $"has “{word}”, which is a keyword already");
            }
        }
    }

    private enum Match
    {
        /// <summary>Among few other words.</summary>
        Short,

        /// <summary>The text is the keyword.</summary>
        Whole,

        /// <summary>In a text of any length.</summary>
        Anywhere,
    }

    private sealed record Keyword(string Words, Match Match, ReadyAnswer Answer);
}
