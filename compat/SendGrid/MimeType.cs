namespace SendGrid;

/// <summary>Types of content that every mail has.</summary>
public class MimeType
{
    public static readonly string Html = "text/html";
    public static readonly string Text = "text/plain";

    public MimeType()
    {
    }
}
