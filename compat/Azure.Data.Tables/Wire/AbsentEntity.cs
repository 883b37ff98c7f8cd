#nullable enable
namespace Azure.Data.Tables.Wire;

/// <summary>The answer of a look-up that found nothing.</summary>
internal sealed class AbsentEntity<T>(Response response) : NullableResponse<T>
{
    public override bool HasValue => false;

    public override T Value => throw new InvalidOperationException("The entity does not exist.");

    public override Response GetRawResponse() => response;
}
