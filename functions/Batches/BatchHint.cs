namespace Peyk.Functions.Batches;

/// <summary>A hint that rows of a batch wait.</summary>
/// <param name="V">Version of the message's form; a newer one than we know is put back.</param>
/// <param name="Turn">That of the batch when the hint was put.</param>
public sealed record BatchHint(int V, Guid Batch, int Turn)
{
    public const int Version = 1;
}
