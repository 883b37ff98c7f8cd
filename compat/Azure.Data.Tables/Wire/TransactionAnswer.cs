#nullable enable
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Azure.Core;

namespace Azure.Data.Tables.Wire;

/// <summary>Reads the multipart answer: one HTTP answer an action, or a single one that failed.</summary>
internal static class TransactionAnswer
{
    /// <exception cref="TableTransactionFailedException">The service refused an action.</exception>
    public static IReadOnlyList<Response> Read(Response answer)
    {
        var parts = new List<Response>();
        using var lines = new StreamReader(answer.Content.ToStream(), Encoding.UTF8);
        while (lines.ReadLine() is { } line)
            if (line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal))
                parts.Add(ReadPart(line, lines, answer.ClientRequestId));

        return parts.Find(part => part.Status >= 400) is { } refused
            ? throw new TableTransactionFailedException(new RequestFailedException(refused, innerException: null, TableErrors.Parser))
            : parts;
    }

    private static Part ReadPart(string statusLine, StreamReader lines, string clientRequestId)
    {
        var headers = new List<HttpHeader>();
        while (lines.ReadLine() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add(new HttpHeader(line[..colon], line[(colon + 1)..].Trim()));
        }

        var content = new StringBuilder();
        while (lines.ReadLine() is { } line && !line.StartsWith("--", StringComparison.Ordinal))
            content.Append(line);

        var status = statusLine.Split(' ', 3);
        return new Part(int.Parse(status[1], CultureInfo.InvariantCulture), status.ElementAtOrDefault(2) ?? "", headers, content.ToString(), clientRequestId);
    }

    private sealed class Part(int status, string reason, List<HttpHeader> headers, string content, string clientRequestId) : Response
    {
        public override int Status => status;

        public override string ReasonPhrase => reason;

        public override Stream? ContentStream { get; set; } = new MemoryStream(Encoding.UTF8.GetBytes(content));

        public override string ClientRequestId { get; set; } = clientRequestId;

        public override bool IsError => status >= 400;

        public override void Dispose() => ContentStream?.Dispose();

        protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => headers;

        protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
        {
            value = headers.Find(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
            return value is not null;
        }

        protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
        {
            values = TryGetHeader(name, out var value) ? [value] : null;
            return values is not null;
        }
    }
}
