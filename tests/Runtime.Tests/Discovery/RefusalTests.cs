using Peyk.Runtime.Tests.Support;

namespace Peyk.Runtime.Tests.Discovery;

public sealed class RefusalTests
{
    [Theory]
    [InlineData(typeof(RefusedFunctions.NoTrigger), "exactly one parameter with a trigger")]
    [InlineData(typeof(RefusedFunctions.NotPublic), "public")]
    [InlineData(typeof(RefusedFunctions.SameName), "Two functions have the name F")]
    [InlineData(typeof(RefusedFunctions.SameRoute), "One and Two both serve GET")]
    [InlineData(typeof(RefusedFunctions.NeedsKey), "function key")]
    [InlineData(typeof(RefusedFunctions.ReservedRoute), "admin")]
    [InlineData(typeof(RefusedFunctions.WrongRoute), "route")]
    [InlineData(typeof(RefusedFunctions.UnknownParameter), "nothing gives its parameter nowhere of type Int32")]
    [InlineData(typeof(RefusedFunctions.GivesText), "IResult")]
    [InlineData(typeof(RefusedFunctions.QueueGivesText), "must give nothing")]
    [InlineData(typeof(RefusedFunctions.OneQueueTwice), "One and Two listen to one queue, q")]
    [InlineData(typeof(RefusedFunctions.OtherAccount), "The setting Elsewhere is missing")]
    [InlineData(typeof(RefusedFunctions.FiveFields), "six fields")]
    [InlineData(typeof(RefusedFunctions.NeverComes), "never comes")]
    public void A_function_that_cannot_run_as_written_stops_the_start(Type functions, string reason)
    {
        var setup = new Setup(functions) { Storage = "UseDevelopmentStorage=true", Settings = ["Queue=q"] };

        Should.Throw<StartRefusedException>(() => TestHost.Build(setup)).Message.ShouldContain(reason);
    }

    [Fact]
    public void Queue_functions_without_storage_stop_the_start() =>
        Should.Throw<StartRefusedException>(() => TestHost.Build(new Setup(typeof(RefusedFunctions.OneQueueTwice)) { Settings = ["Queue=r"] }))
            .Message.ShouldContain("AzureWebJobsStorage");

    [Theory]
    [InlineData("AzureWebJobs.F.Disabled=true")]
    [InlineData("AzureWebJobs:F:Disabled=1")]
    public async Task A_disabled_function_is_left_out(string setting)
    {
        await using var host = await TestHost.StartAsync(new Setup(typeof(RefusedFunctions.FiveFields)) { Settings = [setting] });

        host.Services.ShouldNotBeNull();
    }
}
