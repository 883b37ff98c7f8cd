using Peyk.Functions.Shared.Pages;

namespace Peyk.Functions.Tests.Shared;

public sealed class HtmlTests
{
    [Fact]
    public void Text_is_encoded_and_markup_is_not()
    {
        var inner = Html.Of($"<b>{"<&>"}</b>");

        Html.Of($"<p title=\"{"a\" onclick='x'"}\">{inner}</p>").ToString()
            .ShouldBe("<p title=\"a&quot; onclick=&#x27;x&#x27;\"><b>&lt;&amp;&gt;</b></p>");
    }

    [Fact]
    public void Persian_stays_readable()
    {
        Html.Of($"{"سازمان تأمین اجتماعی"}").ToString().ShouldBe("سازمان تأمین اجتماعی");
    }

    [Fact]
    public void Styles_cannot_end_their_element()
    {
        Should.Throw<ArgumentException>(() => Html.OfStyles("</style><script>"));
    }
}
