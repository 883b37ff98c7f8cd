namespace Peyk.Core.Cases;

/// <summary>What a step means to the citizen; it chooses the opening words of a message.</summary>
public enum CaseTone
{
    /// <summary>Plain information.</summary>
    Neutral,

    /// <summary>Good news: a warm opening.</summary>
    Success,

    /// <summary>Bad news or a hindrance: a supportive opening.</summary>
    Setback,
}
