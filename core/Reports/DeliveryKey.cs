using Peyk.Core.Deliveries;

namespace Peyk.Core.Reports;

/// <summary>What deliveries have in common that are counted together on a day. Nothing of a person.</summary>
/// <param name="Service">The service that it told of; null when it told of none.</param>
/// <param name="Reason">Of a final failure; null otherwise.</param>
/// <param name="IsTest">It came with a test key. Such ones are never mixed with the others.</param>
public sealed record DeliveryKey(
    string Kind, string? Service, Channel Channel, string Template, string Language, DeliveryStatus Status, Reason? Reason, bool IsTest);
