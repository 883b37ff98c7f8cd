#nullable enable
using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Wire;

/// <summary>Signs each try with SharedKeyLite: date and resource.</summary>
internal sealed class SharedKeyPolicy(TableSharedKeyCredential credential, TimeProvider clock) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var date = clock.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
        var uri = message.Request.Uri.ToUri();
        var signature = credential.Sign($"{date}\n/{credential.AccountName}{uri.AbsolutePath}{Component(uri)}");
        message.Request.Headers.SetValue("x-ms-date", date);
        message.Request.Headers.SetValue("Authorization", $"SharedKeyLite {credential.AccountName}:{signature}");
    }

    // Of the query, only comp is signed.
    private static string Component(Uri uri)
    {
        foreach (var part in uri.Query.TrimStart('?').Split('&'))
            if (part.StartsWith("comp=", StringComparison.Ordinal))
                return "?" + part;
        return "";
    }
}
