using System.Net;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Complaints;

public sealed class ComplaintLimitTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Who_sends_form_after_form_has_to_wait()
    {
        await using var host = await PeykHost.StartAsync(azurite.NewAccount(), new Dictionary<string, string> { ["Peyk__TrackingGuesses"] = "3" });
        using var api = new ApiUser(host.ClientWith(await host.NewKeyAsync()));
        var update = ApiUser.StatusUpdate("+989131230001");
        update["notify"] = false;
        update["case"]!["code"] = "LIMIT-0001";
        (await api.PostAsync(update)).Dispose();
        using var citizen = new HttpClient { BaseAddress = host.Url };

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("text", "")]);
            using var answer = await citizen.PostAsync("/t/LIMIT-0001/complaint", form);
            statuses.Add(answer.StatusCode);
        }

        statuses[..3].ShouldAllBe(s => s == HttpStatusCode.BadRequest);
        statuses[3].ShouldBe(HttpStatusCode.TooManyRequests);
    }
}
