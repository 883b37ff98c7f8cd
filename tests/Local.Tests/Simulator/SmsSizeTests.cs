using Peyk.Local.Simulator.Sms;

namespace Peyk.Local.Tests.Simulator;

public sealed class SmsSizeTests
{
    public static TheoryData<string, int, string> Texts => new()
    {
        { "", 1, "GSM-7" },
        { new('a', 160), 1, "GSM-7" },
        { new('a', 161), 2, "GSM-7" },
        { new('a', 306), 2, "GSM-7" },
        { new('a', 307), 3, "GSM-7" },
        { new('€', 80), 1, "GSM-7" },
        { new('€', 81), 2, "GSM-7" },
        // 152 septets and then two that must stay together: the pair goes to the next part.
        { new string('a', 152) + "€" + new string('a', 152), 3, "GSM-7" },
        { new('س', 70), 1, "UCS-2" },
        { new('س', 71), 2, "UCS-2" },
        { new('س', 134), 2, "UCS-2" },
        { new('س', 135), 3, "UCS-2" },
        // Surrogate pairs never straddle: 66 units and a pair leave one place empty.
        { new string('س', 66) + "👍" + new string('س', 66), 3, "UCS-2" },
        { "می‌رسد", 1, "UCS-2" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_takes_this_many_parts(string text, int segments, string encoding)
    {
        var size = SmsSize.Of(text);

        size.Segments.ShouldBe(segments);
        size.Encoding.ShouldBe(encoding);
    }
}
