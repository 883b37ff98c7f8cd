using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Peyk.Functions.Shared.Settings;

/// <summary>How texts of citizens are answered, section <c>Assistant</c>.</summary>
public sealed class AssistantOptions
{
    public const string Section = "Assistant";

    /// <summary>Most replies to one number within an hour; what comes beyond them is kept and not answered. Default 20.</summary>
    [Range(1, 1000)]
    public int RepliesPerHour { get; set; } = 20;

    /// <summary>Most tracking codes that one number may try within an hour and that lead to no case. Default 5.</summary>
    [Range(1, 1000)]
    public int WrongCodesPerHour { get; set; } = 5;

    /// <summary>Working days in which a citizen's message is promised an answer. Default 3.</summary>
    [Range(0, 30)]
    public int AnswerDays { get; set; } = 3;
}

[OptionsValidator]
internal sealed partial class AssistantOptionsValidator : IValidateOptions<AssistantOptions>;
