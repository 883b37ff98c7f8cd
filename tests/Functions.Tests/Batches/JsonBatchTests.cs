using System.Text;
using Peyk.Functions.Batches;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Tests.Batches;

public sealed class JsonBatchTests
{
    private readonly List<FieldError> _errors = [];

    [Fact]
    public void Rows_are_kept_as_they_stand_with_their_lines()
    {
        var file = Read("{\"kind\": \"status-updates\",\n \"rows\": [\n {\"a\": 1},\n\n {\"b\": [2, {\"c\": 3}]} ]}").ShouldNotBeNull();

        file.Kind.ShouldBe("status-updates");
        file.Rows.Select(r => (r.Line, Json(r))).ShouldBe([(3, "{\"a\": 1}"), (5, "{\"b\": [2, {\"c\": 3}]}")]);
    }

    [Theory]
    [InlineData("""{"step":"y"}""", """{"step":"y","to":{"language":"fa"}}""", "what is absent comes from the defaults")]
    [InlineData("""{"step":"y","to":{"mobile":"1"}}""", """{"step":"y","to":{"mobile":"1","language":"fa"}}""", "object by object")]
    [InlineData("""{"to":{"language":"en"}}""", """{"to":{"language":"en"},"step":"x"}""", "what the row says counts")]
    [InlineData("""{"to":null,"step":"y"}""", """{"to":null,"step":"y"}""", "null is said too")]
    public void Defaults_lie_beneath_each_row(string row, string expected, string because)
    {
        var file = Read($$"""{"kind":"k","defaults":{"step":"x","to":{"language":"fa"} },"rows":[{{row}}]}""").ShouldNotBeNull();

        Json(file.Rows[0]).ShouldBe(expected, because);
    }

    [Fact]
    public void Defaults_may_come_after_the_rows() =>
        Json(Read("""{"rows":[{}],"kind":"k","defaults":{"a":1}}""")!.Rows[0]).ShouldBe("""{"a":1}""");

    [Theory]
    [InlineData("[]", "|type", "no object")]
    [InlineData("{", "|json", "cut off")]
    [InlineData("""{"rows":[{}]} x""", "|json", "something after the end")]
    [InlineData("""{"kind":"k"}""", "/rows|required", "no rows")]
    [InlineData("""{"kind":"k","rows":[]}""", "/rows|empty", "none of them")]
    [InlineData("""{"kind":7,"rows":{},"more":1}""", "/kind|type /rows|type |unknown_member", "all at once")]
    [InlineData("""{"rows":[1,{},"x"]}""", "/rows/0|type /rows/2|type", "rows that are no objects")]
    [InlineData("""{"rows":[{}],"rows":[{}]}""", "/rows|duplicate", "twice")]
    [InlineData("""{"defaults":{"a":1,"a":2},"rows":[{}]}""", "/defaults|duplicate", "a default twice")]
    [InlineData("""{"defaults":{"b":1},"rows":[{"a":1,"a":2}]}""", "/rows/0|duplicate", "a member of a row twice")]
    [InlineData("""{"kind":"\ud800","rows":[{}]}""", "|json", "half a surrogate pair")]
    public void A_malformed_body_is_refused_with_every_fault(string text, string expected, string because)
    {
        Read(text).ShouldBeNull(because);

        string.Join(' ', _errors.Select(e => $"{e.Pointer}|{e.Code}")).ShouldBe(expected, because);
    }

    [Fact]
    public void A_row_that_no_notification_could_be_is_refused()
    {
        Read($$"""{"rows":[{"a":"{{new string('x', ApiEndpoint.LargestBody)}}"}]}""").ShouldBeNull();

        _errors.ShouldHaveSingleItem().Pointer.ShouldBe("/rows/0");
    }

    [Theory]
    [InlineData(10_000, true)]
    [InlineData(10_001, false)]
    public void Ten_thousand_rows_are_taken_and_no_more(int rows, bool isTaken) =>
        (Read($$"""{"rows":[{{string.Join(',', Enumerable.Repeat("{}", rows))}}]}""") is not null).ShouldBe(isTaken);

    private BatchFile? Read(string text) => JsonBatch.Read(Encoding.UTF8.GetBytes(text), _errors);

    private static string Json(BatchRow row) => Encoding.UTF8.GetString(row.Body!.Value.Span);
}
