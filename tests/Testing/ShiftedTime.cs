using Peyk.Local;

namespace Peyk.Testing;

/// <inheritdoc />
public sealed class ShiftedTime : TrialClock;
