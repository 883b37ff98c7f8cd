using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Retry, Diagnostics, Transport and AddPolicy come from <see cref="ClientOptions"/> and all take effect.</summary>
public class TableClientOptions : ClientOptions
{
    /// <summary>2020-12-06 is the first version that takes bearer tokens.</summary>
    public TableClientOptions(ServiceVersion serviceVersion = ServiceVersion.V2020_12_06) =>
        VersionHeader = serviceVersion switch
        {
            ServiceVersion.V2019_02_02 => "2019-02-02",
            ServiceVersion.V2020_12_06 => "2020-12-06",
            _ => throw new ArgumentOutOfRangeException(nameof(serviceVersion)),
        };

    internal string VersionHeader { get; }

    public enum ServiceVersion
    {
        V2019_02_02 = 1,
        V2020_12_06 = 2,
    }
}
