namespace Peyk.Functions.Shared.Http;

/// <summary>The body of an answer to a citizen: <c>{"text": "…"}</c>.</summary>
public static class AnswerBody
{
    /// <summary>Fits one long SMS with its frame.</summary>
    public const int LongestText = 1000;

    /// <summary>The text; null, with errors, when the body is anything else.</summary>
    public static string? Read(ReadOnlyMemory<byte> posted, List<FieldError> errors)
    {
        using var body = RequestBody.Parse(posted, errors);
        if (body is null || RequestReader.Root(body.RootElement, errors) is not { } reader)
            return null;
        var text = reader.Text("text", required: true, LongestText);
        reader.Close();
        return errors.Count == 0 ? text : null;
    }
}
