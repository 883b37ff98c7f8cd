using System.Net;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Contacts;

public sealed class ContactConditionTests(ContactFixture fixture) : IClassFixture<ContactFixture>
{
    [Fact]
    public async Task A_write_over_what_was_read_is_done()
    {
        var id = await fixture.Api.PutContactAsync(new() { ["email"] = "if1@example.org" });
        using var read = await fixture.Api.Http.GetAsync($"/api/v1/contacts/{id}");

        using var written = await fixture.PutAsync(id, new() { ["email"] = "if2@example.org" }, ("If-Match", read.Headers.ETag!.Tag));

        written.StatusCode.ShouldBe(HttpStatusCode.OK);
        written.Headers.ETag!.Tag.ShouldNotBe(read.Headers.ETag.Tag);
    }

    [Fact]
    public async Task A_write_over_what_changed_meanwhile_is_refused()
    {
        var id = await fixture.Api.PutContactAsync(new() { ["email"] = "if3@example.org" });
        using var read = await fixture.Api.Http.GetAsync($"/api/v1/contacts/{id}");
        await fixture.Other.PutContactAsync(new() { ["email"] = "if4@example.org" }, id);

        using var refused = await fixture.PutAsync(id, new() { ["email"] = "if5@example.org" }, ("If-Match", read.Headers.ETag!.Tag));

        (refused.StatusCode, await ContactFixture.CodeAsync(refused)).ShouldBe((HttpStatusCode.PreconditionFailed, "precondition_failed"));
        ((string?)(await fixture.Api.ContactAsync(id))["email"]).ShouldBe("if4@example.org");
    }

    [Theory]
    [InlineData("If-None-Match", "*", true, HttpStatusCode.PreconditionFailed)]
    [InlineData("If-None-Match", "*", false, HttpStatusCode.Created)]
    [InlineData("If-Match", "*", true, HttpStatusCode.OK)]
    [InlineData("If-Match", "*", false, HttpStatusCode.PreconditionFailed)]
    [InlineData("If-Match", "\"1\", \"2\"", true, HttpStatusCode.PreconditionFailed)]
    [InlineData("If-Match", "no tag at all", true, HttpStatusCode.PreconditionFailed)]
    public async Task A_condition_on_being_there_holds(string header, string value, bool isThere, HttpStatusCode status)
    {
        var id = isThere ? await fixture.Api.PutContactAsync(new() { ["email"] = "if6@example.org" }) : Guid.NewGuid();

        using var answer = await fixture.PutAsync(id, new() { ["email"] = "if7@example.org" }, (header, value));

        answer.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Many_writers_at_once_leave_one_whole_contact()
    {
        var id = Guid.NewGuid();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => fixture.Api.PutContactAsync(
            new() { ["mobile"] = $"+98912001010{i}", ["email"] = $"many{i}@example.org" }, id)));

        var contact = await fixture.Api.ContactAsync(id);
        ((string?)contact["mobile"])![^1].ShouldBe(((string?)contact["email"])![4]);
        (await ContactFixture.FindAsync(fixture.Api, "mobile", (string)contact["mobile"]!)).ShouldBe([id]);
    }
}
