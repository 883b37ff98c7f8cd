using Peyk.Testing;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]
