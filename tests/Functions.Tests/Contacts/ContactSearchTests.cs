using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Contacts;

public sealed class ContactSearchTests(ContactFixture fixture) : IClassFixture<ContactFixture>
{
    [Fact]
    public async Task A_contact_is_found_by_the_clients_own_number_and_by_no_other_clients()
    {
        var id = await fixture.Api.PutContactAsync(new() { ["mobile"] = "+989120020001", ["reference"] = "شماره ۱۱۸" });

        (await ByReferenceAsync(fixture.Api, "شماره ۱۱۸")).ShouldBe([id]);
        (await ByReferenceAsync(fixture.Other, "شماره ۱۱۸")).ShouldBeEmpty();
        (await ByReferenceAsync(fixture.Trial, "شماره ۱۱۸")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_number_that_was_given_up_finds_nobody()
    {
        var id = await fixture.Api.PutContactAsync(new() { ["mobile"] = "+989120020002", ["reference"] = "old-2" });
        await fixture.Api.PutContactAsync(new() { ["mobile"] = "+989120020002", ["reference"] = "new-2" }, id);

        (await ByReferenceAsync(fixture.Api, "old-2")).ShouldBeEmpty();
        (await ByReferenceAsync(fixture.Api, "new-2")).ShouldBe([id]);
    }

    [Theory]
    [InlineData("mobile", "+98 912 002 0003")]
    [InlineData("mobile", "۰۰۹۸۹۱۲۰۰۲۰۰۰۳")]
    [InlineData("email", "FIND3@Example.ORG")]
    public async Task An_address_finds_its_contact_however_it_is_written(string member, string written)
    {
        var id = new Guid("0198c5a0-0000-4000-8000-000000020003");
        await fixture.Api.PutContactAsync(new() { ["mobile"] = "+989120020003", ["email"] = "find3@example.org" }, id);

        (await ContactFixture.FindAsync(fixture.Api, member, written)).ShouldBe([id]);
    }

    [Fact]
    public async Task A_shared_address_finds_all_and_an_earlier_one_nobody()
    {
        var first = await fixture.Api.PutContactAsync(new() { ["mobile"] = "+989120020004" });
        var second = await fixture.Api.PutContactAsync(new() { ["mobile"] = "+989120020004" });
        var shared = await ContactFixture.FindAsync(fixture.Api, "mobile", "+989120020004");
        await fixture.Api.PutContactAsync(new() { ["mobile"] = "+989120020005" }, second);

        shared.ShouldBe([first, second], ignoreOrder: true);
        (await ContactFixture.FindAsync(fixture.Api, "mobile", "+989120020004")).ShouldBe([first]);
    }

    private static async Task<IReadOnlyList<Guid>> ByReferenceAsync(ApiUser api, string reference) =>
        ContactFixture.Ids((await api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/contacts?reference={Uri.EscapeDataString(reference)}"))!);
}
