namespace Peyk.EndToEnd.Tests.Guarantees;

/// <summary>These tests take the machine for themselves: their times are short, and a slow machine must not decide.</summary>
[CollectionDefinition(nameof(OneAtATime), DisableParallelization = true)]
public sealed class OneAtATime;
