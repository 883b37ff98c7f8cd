using Peyk.Functions.Shared.Storage;

namespace Peyk.Functions.Tests.Shared;

public sealed class QueueMessageVersionTests
{
    [Theory]
    [InlineData("""{"v":2,"id":["of","another","form"]}""", true)]
    [InlineData("eyJ2IjoyfQ==", true)]
    [InlineData("""{"v":1}""", false)]
    [InlineData("""{"v":"2"}""", false)]
    [InlineData("""{"v":2""", false)]
    [InlineData("[2]", false)]
    [InlineData("", false)]
    public void A_newer_message_is_known_by_its_version_alone(string message, bool isNewer) =>
        QueueMessage.IsNewer(message, 1).ShouldBe(isNewer);
}
