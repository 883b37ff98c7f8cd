using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Peyk.Testing;
using Twilio.Exceptions;
using Twilio.Rest.Api.V2010.Account;

namespace Peyk.Compat.Tests.Twilio;

public sealed class ListMessagesTests
{
    private static readonly string Path = $"/2010-04-01/Accounts/{TwilioServer.Account}/Messages.json";

    [Fact]
    public async Task Without_filters_the_query_is_empty()
    {
        await using var twilio = await TwilioServer.AnsweringAsync(HttpStatusCode.OK, Page(null, "SM1"));

        await MessageResource.ReadAsync(client: twilio.Client);

        twilio.Request.Method.ShouldBe("GET");
        twilio.Request.Target.ShouldBe(Path);
    }

    [Fact]
    public async Task Dates_are_filtered_by_names_that_hold_the_sign()
    {
        await using var twilio = await TwilioServer.AnsweringAsync(HttpStatusCode.OK, Page(null, "SM1"));

        await MessageResource.ReadAsync(
            to: "+14155550123",
            dateSentAfter: new DateTime(2026, 11, 20, 0, 0, 0, DateTimeKind.Utc),
            dateSentBefore: new DateTime(2026, 11, 21, 23, 59, 59, DateTimeKind.Utc),
            client: twilio.Client);

        Query(twilio).ShouldBe(
            ["To=%2B14155550123", "DateSent%3C=2026-11-21T23%3A59%3A59Z", "DateSent%3E=2026-11-20T00%3A00%3A00Z"],
            ignoreOrder: true);
    }

    [Fact]
    public async Task One_date_leaves_no_room_for_bounds()
    {
        await using var twilio = await TwilioServer.AnsweringAsync(HttpStatusCode.OK, Page(null, "SM1"));
        var day = new DateTime(2026, 11, 20, 0, 0, 0, DateTimeKind.Utc);

        await MessageResource.ReadAsync(
            new ReadMessageOptions { From = "+15005550006", DateSent = day, DateSentAfter = day, PageSize = 1000 },
            twilio.Client);

        Query(twilio).ShouldBe(["From=%2B15005550006", "DateSent=2026-11-20T00%3A00%3A00Z", "PageSize=1000"], ignoreOrder: true);
    }

    [Fact]
    public async Task The_pages_are_followed_to_the_last()
    {
        await using var twilio = await TwilioServer.AnsweringAsync(Book);

        var messages = await MessageResource.ReadAsync(to: "+14155550123", pageSize: 2, client: twilio.Client);

        messages.Select(message => message.Sid).ShouldBe(["SM1", "SM2", "SM3", "SM4", "SM5"]);
        twilio.Requests.Select(request => request.Target).ShouldBe(
            [$"{Path}?To=%2B14155550123&PageSize=2", Next(1), Next(2)]);
        twilio.Requests.ShouldAllBe(request => request.Headers["Authorization"].StartsWith("Basic ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_can_be_read_twice()
    {
        await using var twilio = await TwilioServer.AnsweringAsync(HttpStatusCode.OK, Page(null, "SM1", "SM2"));

        var messages = await MessageResource.ReadAsync(client: twilio.Client);

        messages.Count().ShouldBe(2);
        messages.Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_limit_is_the_page_size_too_and_no_second_page_is_fetched_for_it()
    {
        await using var twilio = await TwilioServer.AnsweringAsync(Book);

        var messages = await MessageResource.ReadAsync(limit: 2, client: twilio.Client);

        messages.Count().ShouldBe(2);
        twilio.Request.Target.ShouldBe($"{Path}?PageSize=2");
    }

    [Fact]
    public async Task Paging_can_be_switched_off()
    {
        await using var twilio = await TwilioServer.AnsweringAsync(Book);

        var messages = await MessageResource.ReadAsync(client: twilio.Client);
        messages.AutoPaging = false;

        messages.Count().ShouldBe(2);
        twilio.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_page_can_be_turned_by_hand()
    {
        await using var twilio = await TwilioServer.AnsweringAsync(Book);

        var first = MessageResource.GetPage($"https://api.twilio.com{Path}?PageSize=2", twilio.Client);
        var second = MessageResource.NextPage(first, twilio.Client);

        first.HasNextPage().ShouldBeTrue();
        first.PageSize.ShouldBe(2);
        second.Records.Select(message => message.Sid).ShouldBe(["SM3", "SM4"]);
    }

    [Fact]
    public async Task A_refusal_on_a_later_page_is_thrown_where_it_is_met()
    {
        await using var twilio = await TwilioServer.AnsweringAsync(request => request.Target.Contains("PageToken", StringComparison.Ordinal)
            ? new CannedAnswer(HttpStatusCode.TooManyRequests, """{"code":20429,"message":"Slow down","status":429}""")
            : Book(request));

        var messages = await MessageResource.ReadAsync(client: twilio.Client);

        Should.Throw<ApiException>(() => messages.Count()).Code.ShouldBe(20429);
    }

    private static CannedAnswer Book(RecordedRequest request)
    {
        var page = request.Target.Contains("PageToken=2", StringComparison.Ordinal) ? Page(null, "SM5")
            : request.Target.Contains("PageToken=1", StringComparison.Ordinal) ? Page(2, "SM3", "SM4")
            : Page(1, "SM1", "SM2");
        return new CannedAnswer(HttpStatusCode.OK, page.ToJsonString());
    }

    private static string Next(int page) =>
        string.Create(CultureInfo.InvariantCulture, $"{Path}?To=%2B14155550123&PageSize=2&Page={page}&PageToken={page}");

    private static JsonObject Page(int? next, params string[] sids) => new()
    {
        ["first_page_uri"] = $"{Path}?PageSize=2&Page=0",
        ["messages"] = new JsonArray([.. sids.Select(sid => TwilioServer.Message(("sid", sid)))]),
        ["next_page_uri"] = next is { } page ? Next(page) : null,
        ["page"] = 0,
        ["page_size"] = 2,
        ["previous_page_uri"] = null,
        ["start"] = 0,
        ["end"] = sids.Length - 1,
        ["uri"] = Path,
    };

    private static string[] Query(TwilioServer twilio) => twilio.Request.Target.Split('?')[1].Split('&');
}
