using Microsoft.Extensions.Options;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Tests.Shared;

public sealed class PageTokensTests
{
    private static readonly string Old = $"old:{Convert.ToBase64String(new byte[32])}";
    private static readonly string New = $"new:{Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray())}";
    private readonly Guid _id = Guid.Parse("0198c5a0-8c1e-7f2a-9d63-2b1f4e5a6c7d");

    [Fact]
    public void A_token_is_read_for_its_purpose()
    {
        var tokens = Tokens(Old);

        Assert.True(tokens.TryRead(PagePurpose.Feedback, tokens.Make(PagePurpose.Feedback, _id), out var id));
        Assert.Equal(_id, id);
    }

    [Fact]
    public void A_token_is_refused_for_another_purpose()
    {
        var tokens = Tokens(Old);

        Assert.False(tokens.TryRead(PagePurpose.Preferences, tokens.Make(PagePurpose.Feedback, _id), out _));
    }

    [Fact]
    public void A_token_is_refused_when_what_it_was_bound_to_has_changed()
    {
        var tokens = Tokens(Old);
        var token = tokens.Make(PagePurpose.Preferences, _id, "1");

        Assert.True(tokens.TryRead(PagePurpose.Preferences, token, out _, "1"));
        Assert.False(tokens.TryRead(PagePurpose.Preferences, token, out _, "2"));
        Assert.True(PageTokens.TryReadId(token, out var named));
        Assert.Equal(_id, named);
    }

    [Fact]
    public void A_token_outlives_the_change_of_the_master_key() =>
        Assert.True(Tokens($"{New},{Old}").TryRead(PagePurpose.Feedback, Tokens(Old).Make(PagePurpose.Feedback, _id), out _));

    [Fact]
    public void A_token_ends_with_its_master_key() =>
        Assert.False(Tokens(New).TryRead(PagePurpose.Feedback, Tokens(Old).Make(PagePurpose.Feedback, _id), out _));

    [Fact]
    public void Changing_any_character_breaks_it()
    {
        var tokens = Tokens(Old);
        var token = tokens.Make(PagePurpose.Feedback, _id);

        for (var i = 0; i < token.Length; i++)
            Assert.False(tokens.TryRead(PagePurpose.Feedback, $"{token[..i]}{(token[i] == 'A' ? 'B' : 'A')}{token[(i + 1)..]}", out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_is_no_token_is_refused(string? text) => Assert.False(Tokens(Old).TryRead(PagePurpose.Feedback, text, out _));

    private static PageTokens Tokens(string keys) =>
        new(new Keyring(Options.Create(new PeykOptions { MasterKeys = keys, LookupKey = Convert.ToBase64String(new byte[32]) })));
}
