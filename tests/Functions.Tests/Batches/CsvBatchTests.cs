using System.Text;
using System.Text.Json.Nodes;
using Peyk.Core.Calendars;
using Peyk.Core.Addresses;
using Peyk.Core.Templates;
using Peyk.Functions.Batches;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Http;

namespace Peyk.Functions.Tests.Batches;

public sealed class CsvBatchTests
{
    private const string Header = "to.mobile,to.name,case.service,case.step";

    private static readonly TemplateCatalog Templates = TemplateCatalog.Load(
        Definitions.Read("Templates"), LanguageCatalog.Load(Definitions.Read("Languages"), LanguageTag.Parse("fa")));

    private readonly List<FieldError> _errors = [];

    [Fact]
    public void Columns_name_the_members_of_the_body()
    {
        var row = Read($"{Header}\n+989121234567,Sara,retirement,documents-received\n").ShouldHaveSingleItem();

        JsonNode.Parse(Json(row))!.ToJsonString().ShouldBe(
            JsonNode.Parse("""{"to":{"mobile":"+989121234567","name":"Sara"},"case":{"service":"retirement","step":"documents-received"}}""")!.ToJsonString());
    }

    [Theory]
    [InlineData("\ufeff", ",", "\r\n", "as Excel saves it")]
    [InlineData("\ufeff", ";", "\r\n", "as Excel saves it where a comma is a decimal sign")]
    [InlineData("", "\t", "\n", "as it is pasted from a sheet")]
    [InlineData("", ",", "\n", "as programs write it")]
    public void Mark_separator_and_line_ends_may_be_any(string mark, string separator, string newLine, string because)
    {
        var rows = Read($"{mark}{Header}\n+989121234567,Sara,retirement,documents-received\n".Replace(",", separator).Replace("\n", newLine));

        Json(rows.ShouldHaveSingleItem(because)).ShouldContain("\"service\":\"retirement\"");
    }

    [Fact]
    public void Quotes_hold_commas_quotes_and_line_breaks()
    {
        var row = Read($"{Header}\n+989121234567,\"Sara \"\"S.\"\", the\nfirst\",retirement,documents-received\n").ShouldHaveSingleItem();

        JsonNode.Parse(Json(row))!["to"]!["name"]!.GetValue<string>().ShouldBe("Sara \"S.\", the\nfirst");
    }

    [Fact]
    public void Lines_are_counted_where_a_row_begins()
    {
        var rows = Read($"{Header}\n\n1,\"a\nb\",x,y\n,,,\n2,c,x,y\n");

        rows.Select(r => r.Line).ShouldBe([3, 6]);
    }

    [Theory]
    [InlineData("to.mobile", "+۹۸۹۱۲۱۲۳۴۵۶۷", "+989121234567", "Persian digits")]
    [InlineData("to.mobile", "+٩٨٩١٢١٢٣٤٥٦٧", "+989121234567", "Arabic digits")]
    [InlineData("case.code", "۴۸۲۹۱۵۷۳۰۶۴۱", "482915730641", "codes")]
    [InlineData("expiresAt", "۲۰۲۶-۱۱-۲۱T10:00:00Z", "2026-11-21T10:00:00Z", "moments")]
    [InlineData("to.name", "سارا ۲", "سارا ۲", "a name stays as it is written")]
    [InlineData("reference", "نامه ۱۱۸", "نامه ۱۱۸", "so does a reference")]
    public void Digits_become_Latin_where_they_are_numbers(string column, string cell, string expected, string because)
    {
        var body = JsonNode.Parse(Json(Read($"{column},case.step\n{cell},x\n").ShouldHaveSingleItem()))!;

        column.Split('.').Aggregate(body, (node, name) => node[name]!).GetValue<string>().ShouldBe(expected, because);
    }

    [Theory]
    [InlineData("urgent", "TRUE", "true")]
    [InlineData("notify", "false", "false")]
    [InlineData("channels.order", "sms|email", """["sms","email"]""")]
    [InlineData("channels.order", "\"email, sms\"", """["email","sms"]""")]
    public void Members_of_other_types_are_written_as_the_api_takes_them(string column, string cell, string expected)
    {
        var body = JsonNode.Parse(Json(Read($"{column},case.step\n{cell},x\n").ShouldHaveSingleItem()))!;

        column.Split('.').Aggregate(body, (node, name) => node[name]!).ToJsonString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("data.monthly", "۱٬۲۵۰٬۰۰۰ IRR", """{"amount":1250000,"currency":"IRR"}""")]
    [InlineData("data.note", "۱۲ روز", "\"۱۲ روز\"")]
    public void Values_of_templates_are_written_by_their_declared_type(string column, string cell, string expected)
    {
        var money = Templates.Templates.SelectMany(t => t.Fields).FirstOrDefault(f => f.Type == TemplateFieldType.Money)?.Name;
        var name = column == "data.monthly" ? $"data.{money.ShouldNotBeNull("no template takes money")}" : column;

        var body = JsonNode.Parse(Json(Read($"{name},case.step\n{cell},x\n").ShouldHaveSingleItem()))!;

        JsonNode.DeepEquals(body["data"]![name[5..]], JsonNode.Parse(expected)).ShouldBeTrue(body.ToJsonString());
    }

    [Fact]
    public void An_empty_cell_is_an_absent_member() =>
        Json(Read($"{Header},reference\n+989121234567,,retirement,x,\n").ShouldHaveSingleItem()).ShouldNotContain("name");

    [Theory]
    [InlineData("", "|empty", "an empty file")]
    [InlineData(Header + "\n", "|empty", "a header alone")]
    [InlineData(Header + "\n1,2,3\n1,2,3,4\n1,2,3,4,5\n", "line:2|csv line:4|csv", "too few and too many cells")]
    [InlineData(Header + "\n1,\"a,x,y\n2,b,x,y\n", "line:2|csv", "a quote that is never closed")]
    [InlineData(Header + "\n1,\"a\"b,x,y\n", "line:2|csv", "text after the closing quote")]
    [InlineData("to.mobile,,case.step\n1,2,3\n", "line:1|csv", "a column without a name")]
    [InlineData("to.mobile,to.mobile\n1,2\n", "line:1|duplicate", "a column twice")]
    [InlineData("to,to.mobile\n1,2\n", "line:1|csv", "an object and its member")]
    [InlineData("شماره,نام\n1,2\n", "line:1|csv line:1|csv", "headings for people")]
    public void A_malformed_file_is_refused_with_every_line(string text, string expected, string because)
    {
        Read(text).ShouldBeEmpty(because);

        string.Join(' ', _errors.Select(e => $"{e.Pointer}|{e.Code}")).ShouldBe(expected, because);
    }

    [Fact]
    public void What_is_no_UTF8_is_refused_with_the_line()
    {
        CsvBatch.Read((byte[])[.. Encoding.UTF8.GetBytes($"{Header}\n"), 0xd3, 0xc7], "status-updates", new(Templates, "status-updates"), _errors).ShouldBeNull();

        _errors.ShouldHaveSingleItem().Code.ShouldBe("utf8");
        _errors[0].Detail.ShouldContain("line 2");
    }

    [Fact]
    public void Errors_are_bounded()
    {
        Read($"{Header}\n{string.Concat(Enumerable.Repeat("1,2\n", 200))}").ShouldBeEmpty();

        _errors.Count.ShouldBe(BatchFile.MostErrors);
    }

    [Theory]
    [InlineData(10_000, 10_000)]
    [InlineData(10_001, 0)]
    public void Ten_thousand_rows_are_taken_and_no_more(int rows, int expected)
    {
        Read($"{Header}\n{string.Concat(Enumerable.Repeat("+989121234567,Sara,retirement,x\n", rows))}").Count.ShouldBe(expected);

        _errors.Select(e => e.Code).ShouldBe(expected == 0 ? ["too_long"] : []);
    }

    private IReadOnlyList<BatchRow> Read(string text) =>
        CsvBatch.Read(Encoding.UTF8.GetBytes(text), "status-updates", new(Templates, "status-updates"), _errors)?.Rows ?? [];

    private static string Json(BatchRow row) => Encoding.UTF8.GetString(row.Body!.Value.Span);
}
