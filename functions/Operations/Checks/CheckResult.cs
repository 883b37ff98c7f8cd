namespace Peyk.Functions.Operations.Checks;

public enum CheckState
{
    Ok,

    /// <summary>It works, but somebody should know.</summary>
    Warning,

    Failed,

    /// <summary>It was not looked at, because something before it failed.</summary>
    Skipped,
}

/// <param name="What">What was looked at.</param>
/// <param name="Detail">What was found; never the value of a secret, never an address of a person.</param>
/// <param name="Mend">What to do about it; empty when nothing.</param>
public sealed record CheckResult(string What, CheckState State, string Detail, string Mend = "")
{
    public static CheckResult Ok(string what, string detail) => new(what, CheckState.Ok, detail);

    public static CheckResult Warning(string what, string detail, string mend) => new(what, CheckState.Warning, detail, mend);

    public static CheckResult Failed(string what, string detail, string mend) => new(what, CheckState.Failed, detail, mend);

    public static CheckResult Skipped(string what, string detail) => new(what, CheckState.Skipped, detail);
}
