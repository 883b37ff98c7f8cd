namespace Peyk.Functions.Assistant;

/// <summary>What a person answered a citizen's message; it lives encrypted in the text's row.</summary>
/// <param name="ClientId">The client that answered: the notification is its own.</param>
/// <param name="At">From which the notification's id follows.</param>
public sealed record MessageAnswer(string ClientId, string Text, string Language, DateTimeOffset At);
