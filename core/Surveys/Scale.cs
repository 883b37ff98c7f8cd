using Peyk.Core.Text;

namespace Peyk.Core.Surveys;

/// <summary>Whole scores from one end to the other, higher being better.</summary>
/// <param name="From">0 or 1.</param>
/// <param name="To">At most 10.</param>
/// <param name="Low">What the lowest score means.</param>
/// <param name="High">What the highest score means.</param>
public sealed record Scale(string Key, int From, int To, LocalisedText Low, LocalisedText High)
{
    public IEnumerable<int> Scores => Enumerable.Range(From, To - From + 1);

    public bool Contains(int score) => score >= From && score <= To;
}
