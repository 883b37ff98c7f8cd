using Peyk.Core.Text;

namespace Peyk.Core.Inbound;

/// <summary>What is said to a text without a person reading it.</summary>
/// <param name="Key">The file's name.</param>
/// <param name="Answers">Empty: nothing is said, as to a “thank you”.</param>
/// <param name="IsAutomatic">Such texts are written by machines and are heard as nothing else.</param>
public sealed record ReadyAnswer(string Key, LocalisedText Answers, bool IsAutomatic);
