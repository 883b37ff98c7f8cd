using FsCheck;
using FsCheck.Fluent;
using Peyk.Core.Text;

namespace Peyk.Core.Tests.Text;

public sealed class SmsTextProperties
{
    private static readonly string[] Alphabet =
        ["a", " ", "\n", "€", "[", "~", "é", "ا", "ي", "ک", "\u200C", "\u00AD", "’", "…", "😀", "👨‍👩‍👧", "\uD83D", "۱", "«", "\u0001"];

    private static Arbitrary<string> Texts { get; } =
        Gen.Choose(0, 400)
            .SelectMany(length => Gen.Elements(Alphabet).ArrayOf(length))
            .Select(pieces => string.Concat(pieces))
            .ToArbitrary();

    [Fact]
    public void Joined_segments_are_the_text() =>
        Check(sms => string.Concat(sms.Parts) == sms.Text);

    [Fact]
    public void No_segment_is_longer_than_a_network_takes() =>
        Check(sms => sms.Parts.All(part => Units(part, sms.Encoding) <= Limit(sms)));

    [Fact]
    public void Every_segment_but_the_last_has_no_room_for_what_follows_it() =>
        Check(sms => sms.Parts.Zip(sms.Parts.Skip(1)).All(pair =>
            Units(pair.First, sms.Encoding) + Units(FirstCharacter(pair.Second), sms.Encoding) > Limit(sms)));

    [Fact]
    public void Every_segment_is_well_formed() =>
        Check(sms => sms.Parts.All(part => UnicodeText.IsWellFormed(part)));

    [Fact]
    public void Preparing_twice_changes_nothing() =>
        Check(sms => SmsText.Prepare(sms.Text).Text == sms.Text);

    [Fact]
    public void The_half_space_is_never_lost() =>
        Prop.ForAll(Texts, text => SmsText.Prepare(text).Text.Count(IsHalfSpace) == text.Count(IsHalfSpace))
            .QuickCheckThrowOnFailure();

    private static void Check(Func<SmsText, bool> property) =>
        Prop.ForAll(Texts, text => property(SmsText.Prepare(text))).QuickCheckThrowOnFailure();

    private static bool IsHalfSpace(char character) => character == '\u200C';

    private static int Limit(SmsText sms) => (sms.Encoding, sms.Segments) switch
    {
        (SmsEncoding.Gsm7, 1) => 160,
        (SmsEncoding.Gsm7, _) => 153,
        (SmsEncoding.Ucs2, 1) => 70,
        (SmsEncoding.Ucs2, _) => 67,
    };

    private static int Units(string text, SmsEncoding encoding) =>
        text.Sum(character => encoding == SmsEncoding.Gsm7 && "^{}\\[~]|€".Contains(character, StringComparison.Ordinal) ? 2 : 1);

    private static string FirstCharacter(string text) => char.IsHighSurrogate(text[0]) ? text[..2] : text[..1];
}
