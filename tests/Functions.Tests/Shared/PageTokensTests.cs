using Microsoft.Extensions.Options;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Tests.Shared;

public sealed class PageTokensTests
{
    private static readonly string Old = $"old:{Convert.ToBase64String(new byte[32])}";
    private static readonly string New = $"new:{Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray())}";
    private static readonly Guid Id = Guid.Parse("0198c5a0-0000-7000-8000-00000000abcd");

    [Fact]
    public void A_token_is_short_fits_into_a_link_and_names_its_id()
    {
        var token = Tokens(Old).Create("preferences", Id);

        token.ShouldMatch("^[A-Za-z0-9_-]{32}$");
        Tokens(Old).Read("preferences", token).ShouldBe(Id);
    }

    [Fact]
    public void A_token_of_one_page_opens_no_other() =>
        Tokens(Old).Read("feedback", Tokens(Old).Create("preferences", Id)).ShouldBeNull();

    [Fact]
    public void After_a_rotation_of_the_key_older_links_still_open()
    {
        var token = Tokens(Old).Create("preferences", Id);

        Tokens($"{New},{Old}").Read("preferences", token).ShouldBe(Id);
        Tokens(New).Read("preferences", token).ShouldBeNull();
    }

    [Fact]
    public void A_token_with_any_character_changed_is_none()
    {
        var token = Tokens(Old).Create("preferences", Id);

        for (var i = 0; i < token.Length; i++)
        {
            var changed = string.Concat(token.AsSpan(0, i), token[i] == 'A' ? "B" : "A", token.AsSpan(i + 1));
            Tokens(Old).Read("preferences", changed).ShouldBeNull($"character {i}");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("================================")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("ااااااااااااااااااااااااااااااااا")]
    public void Anything_else_is_none(string? text) => Tokens(Old).Read("preferences", text).ShouldBeNull();

    private static PageTokens Tokens(string masters) => new(new Keyring(Options.Create(new PeykOptions
    {
        MasterKeys = masters, LookupKey = Convert.ToBase64String(new byte[32]),
    })));
}
