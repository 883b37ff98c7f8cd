using Peyk.Core.Deliveries;
using Peyk.Functions.Contacts;
using Peyk.Functions.Contacts.Erasures;

namespace Peyk.Functions.Tests.Contacts;

public sealed class DataSubjectTests
{
    private const string Mobile = "+989120080001";
    private static readonly Guid Id = new("0198c5a0-0000-4000-8000-000000080001");

    [Theory]
    [InlineData(true, null, null, false, true, "the contact is named")]
    [InlineData(false, Mobile, "Sara", false, false, "another contact is named, whatever the number")]
    [InlineData(null, Mobile, null, false, true, "the number is theirs alone")]
    [InlineData(null, Mobile, "Somebody Else", false, true, "the number is theirs alone, and people write names as they like")]
    [InlineData(null, Mobile, null, true, false, "a shared number does not tell whose")]
    [InlineData(null, Mobile, "Sara", true, true, "a shared number with the name does")]
    [InlineData(null, Mobile, "Somebody Else", true, false, "a shared number with another name is another person's")]
    [InlineData(null, "+989120080002", "Sara", false, false, "another number is another person's, whatever the name")]
    [InlineData(null, null, "Sara", false, false, "a name alone is nobody's")]
    public void What_is_a_persons_own(bool? isNamed, string? mobile, string? name, bool isShared, bool isOwn, string why)
    {
        Guid? contact = isNamed is { } named ? (named ? Id : Guid.NewGuid()) : null;

        Subject(isShared).Owns(contact, mobile, null, name).ShouldBe(isOwn, why);
    }

    [Fact]
    public void An_email_address_is_the_same_in_capitals() => Subject(false).Owns(null, null, "SARA@example.org", null).ShouldBeTrue();

    [Theory]
    [InlineData("""{"body":{"to":{"mobile":"+98 912 008 00 01"}}}""", false, true)]
    [InlineData("""{"body":{"to":{"mobile":"۰۰۹۸۹۱۲۰۰۸۰۰۰۱"}}}""", false, true)]
    [InlineData("""{"body":{"to":{"mobile":"\u002b989120080001"}}}""", false, true)]
    [InlineData("""{"body":{"to":[{"email":"Sara@Example.org"}]}}""", false, true)]
    [InlineData("""{"body":{"to":{"contactId":"0198C5A0-0000-4000-8000-000000080001"}}}""", true, true)]
    [InlineData("""{"body":{"data":{"note":"call +989120080001 please"}}}""", false, true)]
    [InlineData("half a message to +989120080001", false, true)]
    [InlineData("eyJ0byI6IlNBUkFAZXhhbXBsZS5vcmcifQ==", false, true)]
    [InlineData("""{"body":{"to":{"mobile":"+989120080002","name":"Sara"}}}""", false, false)]
    [InlineData("""{"body":{"to":{"mobile":"+989120080001"}}}""", true, false)]
    [InlineData("""{"body":{"to":{"mobile":"+989120080001","name":"Sara"}}}""", true, true)]
    [InlineData("""{"v":1,"id":"0198c5a0-0000-7000-8000-000000000001","delivery":1}""", false, false)]
    [InlineData("""{"name":"\ud800"}""", false, false)]
    public void A_message_that_was_kept_aside_tells_of_a_person_in_any_form(string message, bool isShared, bool isOwn) =>
        Subject(isShared).IsIn(message).ShouldBe(isOwn);

    private static DataSubject Subject(bool isShared) => new(
        Id, false,
        [new(Channel.Sms, Mobile, "hash", isShared), new(Channel.Email, "sara@example.org", "hash", isShared)],
        ["Sara"], DateTimeOffset.UnixEpoch);
}
