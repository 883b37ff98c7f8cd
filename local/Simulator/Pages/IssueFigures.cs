namespace Peyk.Local.Simulator.Pages;

/// <summary>How far an issue of a newsletter has come, for the bar on the home page.</summary>
/// <param name="Status">As the API says it.</param>
/// <param name="Done">Those whose turn is over: sent or suppressed.</param>
/// <param name="Rate">Recipients a second; null while nothing goes.</param>
public sealed record IssueFigures(
    Guid Id, string Subject, string Status, int Total, int Done, int Sent, int Delivered, int Failed, int Suppressed, double? Rate, DateTimeOffset? Eta);
