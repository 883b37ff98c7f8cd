namespace Twilio.Base;

/// <summary>The parameters of one call about a resource.</summary>
public interface IOptions<T> where T : Resource
{
}

/// <summary>The parameters of a list call.</summary>
public abstract class ReadOptions<T> : IOptions<T> where T : Resource
{
    private long? pageSize;
    private long? limit;

    protected ReadOptions()
    {
    }

    /// <summary>Records per page, 1 to 1,000; null leaves it to Twilio (50). Once set it cannot be unset.</summary>
    public long? PageSize
    {
        get => pageSize;
        set => pageSize = value ?? pageSize;
    }

    /// <summary>Records to yield in all; null for no bound. Becomes the page size too where none was set.</summary>
    public long? Limit
    {
        get => limit;
        set
        {
            limit = value ?? limit;
            pageSize ??= value;
        }
    }
}
