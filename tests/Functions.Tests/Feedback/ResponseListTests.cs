using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using CsvHelper;
using Peyk.Testing;

namespace Peyk.Functions.Tests.Feedback;

/// <summary>The log of answers: pages, filters, the file for a spreadsheet.</summary>
public sealed class ResponseListTests(FeedbackHost host) : IClassFixture<FeedbackHost>, IAsyncLifetime
{
    private ApiUser _api = null!;

    /// <summary>Each test has a client of its own, which sees its own answers only.</summary>
    public async ValueTask InitializeAsync() => _api = new ApiUser(host.Host.ClientWith(await host.Host.NewKeyAsync($"list-{Guid.NewGuid():N}"[..20])));

    public ValueTask DisposeAsync()
    {
        _api.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Pages_give_every_answer_once()
    {
        for (var i = 0; i < 3; i++)
            await AnsweredAsync("csat", $"{i + 3}");
        await AnsweredAsync("nps", "9", "recommend");

        var read = new List<(string?, int?)>();
        string? next = null;
        do
        {
            var page = await ListAsync($"?limit=2{(next is null ? "" : $"&after={next}")}");
            page["items"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(2);
            read.AddRange(page["items"]!.AsArray().Select(i => ((string?)i!["survey"], (int?)i["score"])));
            next = (string?)page["next"];
        }
        while (next is not null);

        read.Order().ShouldBe([("csat", 3), ("csat", 4), ("csat", 5), ("nps", 9)]);
    }

    [Theory]
    [InlineData("?survey=csat", 1)]
    [InlineData("?survey=ces", 0)]
    [InlineData("?service=retirement", 1)]
    [InlineData("?service=unemployment-benefit", 0)]
    [InlineData("?channel=web", 1)]
    [InlineData("?channel=sms", 0)]
    [InlineData("?from=2020-01-01&to=2020-02-01", 0)]
    public async Task Filters_keep_what_fits(string query, int expected)
    {
        await AnsweredAsync("csat", "4", service: "retirement");

        (await ListAsync(query))["items"]!.AsArray().Count.ShouldBe(expected);
    }

    [Fact]
    public async Task Another_client_sees_none_of_it()
    {
        var id = await AnsweredAsync("csat", "4");
        using var other = host.Host.ClientWith(await host.Host.NewKeyAsync("labour"));

        (await other.GetFromJsonAsync<JsonObject>("/api/v1/responses"))!["items"]!.AsArray().ShouldBeEmpty();
        (await other.GetAsync($"/api/v1/feedback-requests/{id}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_query_is_said_at_once()
    {
        using var answer = await _api.Http.GetAsync(
            "/api/v1/responses?survey=no&channel=fax&from=2026-02-30&limit=0&after=%21&format=xls&separator=tab&colour=red");

        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        problem["errors"]!.AsArray().Select(e => (string)e!["pointer"]!).ShouldBe(
            ["query:survey", "query:channel", "query:from", "query:limit", "query:after", "query:format", "query:separator", "query:colour"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("", ',')]
    [InlineData("&separator=semicolon", ';')]
    public async Task A_spreadsheet_reads_the_file_as_it_was_answered(string query, char separator)
    {
        const string words = "سلام؛ «خیلی» طول کشید, \"دو\" بار\nآمدم; همین.";
        await AnsweredAsync("csat", "2", comment: words);

        using var answer = await _api.Http.GetAsync($"/api/v1/responses?format=csv{query}");
        var bytes = await answer.Content.ReadAsByteArrayAsync();

        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        answer.Content.Headers.ContentDisposition!.FileName!.ShouldEndWith(".csv");
        bytes.AsSpan(0, 3).ToArray().ShouldBe([0xEF, 0xBB, 0xBF]);
        Encoding.UTF8.GetString(bytes[3..]).ShouldStartWith($"request{separator}survey{separator}item{separator}score{separator}comment{separator}");
        var records = Read(bytes, separator);
        records.ShouldAllBe(r => r.Count == 11);
        records.Select(r => r[3]).ShouldBe(["score", "2", ""]);
        records[2][4].ReplaceLineEndings("\n").ShouldBe(words);
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://example.org\")")]
    [InlineData("+98 912 1234567")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    public async Task What_citizens_write_is_no_formula_in_a_spreadsheet(string words)
    {
        await AnsweredAsync("csat", "2", comment: words);

        var bytes = await _api.Http.GetByteArrayAsync(new Uri("/api/v1/responses?format=csv", UriKind.Relative));

        Read(bytes, ',')[2][4].ShouldBe($"'{words}");
    }

    private async Task<string> AnsweredAsync(string survey, string score, string item = "satisfaction", string? comment = null, string? service = null)
    {
        var request = FeedbackHost.Request(host.NewEmail(), survey);
        if (service is not null)
            request["service"] = service;
        using var asked = await _api.PostAsync(request, path: "/api/v1/feedback-requests");
        var id = (string)JsonNode.Parse(await asked.Content.ReadAsStringAsync())!["id"]!;
        var page = host.PageOf(id);
        (await host.AnswerAsync(page, ("part", "0"), ($"item-{item}", score))).StatusCode.ShouldBe(System.Net.HttpStatusCode.SeeOther);
        if (comment is not null)
            await host.AnswerAsync(page, ("part", "1"), ("item-trouble", comment));
        return id;
    }

    private async Task<JsonObject> ListAsync(string query) => (await _api.Http.GetFromJsonAsync<JsonObject>($"/api/v1/responses{query}"))!;

    private static List<List<string>> Read(byte[] file, char separator)
    {
        using var reader = CsvReader.Create(new MemoryStream(file), new CsvReaderOptions { HasHeader = false, Separator = separator });
        var records = new List<List<string>>();
        while (reader.Read())
            records.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i))]);
        return records;
    }
}
