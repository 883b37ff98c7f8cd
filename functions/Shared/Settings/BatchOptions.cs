using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Peyk.Functions.Shared.Settings;

/// <summary>How batches are worked off, section <c>Batches</c>.</summary>
public sealed class BatchOptions
{
    public const string Section = "Batches";

    /// <summary>Hints of bulk messages that wait in queues at most; the other rows wait in tables. Default 200.</summary>
    [Range(1, 10_000)]
    public int MostOutstanding { get; set; } = 200;

    /// <summary>Bulk messages, and rows of a batch, that an instance works on at once. Default 4: they must not take the storage from the others.</summary>
    [Range(1, 24)]
    public int AtOnce { get; set; } = 4;

    /// <summary>How long a batch is kept after it was accepted, with its results. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00")]
    public TimeSpan Kept { get; set; } = TimeSpan.FromDays(30);
}

[OptionsValidator]
internal sealed partial class BatchOptionsValidator : IValidateOptions<BatchOptions>;
