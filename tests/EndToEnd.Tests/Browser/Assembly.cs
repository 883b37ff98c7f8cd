using Peyk.Testing;

[assembly: AssemblyFixture(typeof(ChromiumFixture))]
