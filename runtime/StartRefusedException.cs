namespace Peyk.Runtime;

/// <summary>The host does not start; the message says what to change. It never contains the value of a setting.</summary>
public sealed class StartRefusedException(string message) : Exception(message);
