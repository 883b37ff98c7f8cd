namespace Peyk.EndToEnd.Tests.Guarantees;

/// <summary>These tests take the machine for themselves: their times are short, and a slow machine must not decide.</summary>
<<<<<<<< HEAD:tests/EndToEnd.Tests/Guarantees/Alone.cs
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
========
[CollectionDefinition(nameof(OneAtATime), DisableParallelization = true)]
public sealed class OneAtATime;
>>>>>>>> main:tests/EndToEnd.Tests/Guarantees/OneAtATime.cs
