using Peyk.Core.Calendars;

namespace Peyk.Core.Inbound;

/// <summary>A word that is a command wherever it comes, before anything else is made of a text.</summary>
public enum Command
{
    Stop,
    Help,
    Start,
}

/// <summary>The words of all languages together: people answer in whichever they like.</summary>
public sealed class InboundWords
{
    /// <summary>How far a “no” reaches: “no reason to complain”, «شکایت خاصی ندارم».</summary>
    private const int NoBefore = 3;
    private const int NoAfter = 2;

    private readonly Dictionary<string, Command> _commands = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _otherNumbers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _units = new(StringComparer.Ordinal);
    private readonly HashSet<string> _complaint = new(StringComparer.Ordinal);
    private readonly HashSet<string> _noComplaint = new(StringComparer.Ordinal);
    private readonly HashSet<string> _of = new(StringComparer.Ordinal) { "/" };

    public InboundWords(IEnumerable<Language> languages)
    {
        foreach (var language in languages)
        {
            var inbound = language.Inbound;
            Add(inbound.Stop, Command.Stop);
            Add(inbound.Help, Command.Help);
            Add(inbound.Start, Command.Start);
            foreach (var (number, words) in inbound.Numbers.Index())
            {
                foreach (var word in words.Split('|', StringSplitOptions.RemoveEmptyEntries))
                    _numbers[InboundText.Fold(word)] = number;
            }

            _otherNumbers.UnionWith(inbound.OtherNumbers.Select(InboundText.Fold));
            _units.UnionWith(inbound.Units.Concat(language.Months).Select(InboundText.Fold));
            _of.UnionWith(inbound.Of.Select(InboundText.Fold));
            _complaint.UnionWith(inbound.Complaint.Select(InboundText.Fold));
            _noComplaint.UnionWith(inbound.NoComplaint.Select(InboundText.Fold));
        }
    }

    /// <summary>The command that a text is; null when it is more than that one word, or another.</summary>
    public Command? CommandOf(InboundText text) =>
        _commands.TryGetValue(string.Join(' ', text.Words), out var command) ? command : null;

    /// <summary>The same for a text of which the provider may have said what it is. Its word wins over the text.</summary>
    /// <param name="optOutType">Twilio's: <c>STOP</c>, <c>START</c> or <c>HELP</c>; null or anything else when it says nothing.</param>
    public Command? CommandOf(string? optOutType, InboundText text) => optOutType switch
    {
        "STOP" => Command.Stop,
        "START" => Command.Start,
        "HELP" => Command.Help,
        _ => CommandOf(text),
    };

    /// <summary>The sender complains: a word of complaint stands in the text, and no word beside it says that there is none.</summary>
    public bool IsComplaint(InboundText text)
    {
        for (var i = 0; i < text.Words.Length; i++)
        {
            var beside = text.Words[Math.Max(0, i - NoBefore)..Math.Min(text.Words.Length, i + NoAfter + 1)];
            if (_complaint.Contains(text.Words[i]) && !beside.Any(_noComplaint.Contains))
                return true;
        }

        return false;
    }

    /// <summary>A whole number of at most three digits, or from 0 to 10 as a word; null for every other word.</summary>
    public int? NumberOf(string word)
    {
        if (word.Length is 1 or 2 or 3 && word.All(char.IsAsciiDigit))
            return int.Parse(word);
        return _numbers.TryGetValue(word, out var number) ? number : null;
    }

    /// <summary>The word is or looks like a number, if only one that is never a score, such as 4.5 or “twenty”.</summary>
    public bool IsNumber(string word) => word.Any(char.IsNumber) || _numbers.ContainsKey(word) || _otherNumbers.Contains(word);

    /// <summary>A word beside which a number counts or names something and is no score: “2 times”, “window 3”, “5 March”.</summary>
    public bool IsUnit(string word) => _units.Contains(word);

    /// <summary>The word between a score and its best, as in “4 of 5”.</summary>
    public bool IsOf(string word) => _of.Contains(word);

    private void Add(IEnumerable<string> words, Command command)
    {
        foreach (var word in words)
            _commands[InboundText.Fold(word)] = command;
    }
}
