using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>The unsubscribe group that the message belongs to.</summary>
public class ASM
{
    public ASM()
    {
    }

    [JsonPropertyName("group_id")]
    public int GroupId { get; set; }

    /// <summary>At most 25, shown on SendGrid's preferences page.</summary>
    [JsonPropertyName("groups_to_display")]
    public List<int> GroupsToDisplay { get; set; }
}
