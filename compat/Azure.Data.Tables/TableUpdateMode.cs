namespace Azure.Data.Tables;

public enum TableUpdateMode
{
    /// <summary>Properties that the entity does not name stay as they are.</summary>
    Merge = 0,

    /// <summary>Properties that the entity does not name are gone afterwards.</summary>
    Replace = 1,
}
