using System.Collections.Immutable;
using Azure;
using Peyk.Functions.Shared.Security;

namespace Peyk.Functions.Callbacks;

public enum CallbackEndpointState
{
    Enabled,

    /// <summary>The endpoint answered 410. The feed waits until an operator enables it.</summary>
    Disabled,

    /// <summary>An operator took it away. What happens from then on is not told later either.</summary>
    Removed,
}

/// <summary>What a client's record says of its callbacks. Address and secrets are sealed.</summary>
/// <param name="Since">Since when it has its state.</param>
public sealed record CallbackEndpoint(
    string Client, CallbackEndpointState State, DateTimeOffset Since, Guid Owner, SealedContent Sealed, ETag ETag);

/// <summary>The address and the secrets of an endpoint, the newest secret first.</summary>
public sealed record CallbackConfiguration(string Url, ImmutableArray<CallbackSecret> Secrets)
{
    /// <summary>The secrets that sign now.</summary>
    public IEnumerable<string> SecretsAt(DateTimeOffset now) => Secrets.Where(s => s.EndsAt is not { } end || end > now).Select(s => s.Secret);

    /// <summary>Nothing of it belongs into a log.</summary>
    public override string ToString() => nameof(CallbackConfiguration);
}

/// <param name="EndsAt">When it signs no more; null for the newest.</param>
public sealed record CallbackSecret(string Secret, DateTimeOffset CreatedAt, DateTimeOffset? EndsAt = null)
{
    /// <inheritdoc cref="CallbackConfiguration.ToString"/>
    public override string ToString() => nameof(CallbackSecret);
}
