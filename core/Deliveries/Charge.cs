namespace Peyk.Core.Deliveries;

/// <summary>What an attempt costs if the provider takes it, as it was known then: a later price list does not change the past.</summary>
/// <param name="Units">Segments of an SMS; 1 for an e-mail.</param>
/// <param name="Amount">For all units together; null when no price is known.</param>
/// <param name="Currency">ISO 4217; null when no price is known.</param>
/// <param name="IsProviders">The provider told the amount; otherwise it is that of the price list.</param>
public sealed record Charge(int Units, decimal? Amount = null, string? Currency = null, bool IsProviders = false);
