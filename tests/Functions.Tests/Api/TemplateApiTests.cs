using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Peyk.Core.Templates;

namespace Peyk.Functions.Tests.Api;

public sealed class TemplateApiTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Templates_are_listed_once_with_languages_and_the_values_they_take()
    {
        var items = JsonNode.Parse(await fixture.Api.Http.GetStringAsync("/api/v1/templates"))!["items"]!.AsArray();

        items.Count.ShouldBe(fixture.Host.Get<TemplateCatalog>().Templates.DistinctBy(t => (t.Kind, t.Name)).Count());
        var step = items.Single(t => (string?)t!["name"] == "step")!;
        step["languages"]!.AsArray().Select(l => (string?)l).ShouldBe(["en", "fa"]);
        ((int?)step["data"]!["properties"]!["note"]!["maxLength"]).ShouldBe(1000);
        step["example"]!["note"].ShouldNotBeNull();
    }

    [Theory]
    [InlineData("fa", "ucs2")]
    [InlineData("en", "gsm7")]
    public async Task A_preview_shows_every_channel_in_the_language(string language, string encoding)
    {
        var preview = await PreviewAsync(new JsonObject { ["language"] = language });

        ((string?)preview["language"], (string?)preview["sms"]!["encoding"]).ShouldBe((language, encoding));
        ((int?)preview["sms"]!["units"]).ShouldNotBeNull().ShouldBeGreaterThan(0);
        ((int?)preview["sms"]!["segments"]).ShouldNotBeNull().ShouldBeGreaterThan(0);
        ((string?)preview["email"]!["html"]).ShouldNotBeNull().ShouldContain(language == "fa" ? "dir=\"rtl\"" : "dir=\"ltr\"");
        ((string?)preview["email"]!["subject"]).ShouldNotBeNullOrEmpty();
        ((string?)preview["email"]!["preheader"]).ShouldNotBeNullOrEmpty();
        ((string?)preview["email"]!["text"]).ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Persian_is_readable_in_the_answer_as_it_stands()
    {
        using var answer = await fixture.Api.Http.PostAsJsonAsync("/api/v1/templates/status-updates/step/preview", new JsonObject { ["language"] = "fa" });

        (await answer.Content.ReadAsStringAsync()).ShouldContain("مستمری بازنشستگی");
    }

    [Fact]
    public async Task A_preview_takes_own_values()
    {
        var preview = await PreviewAsync(new JsonObject
        {
            ["language"] = "en",
            ["name"] = "Sara",
            ["data"] = new JsonObject { ["note"] = "bring the blue form" },
        });

        var text = (string)preview["email"]!["text"]!;
        text.ShouldContain("Sara");
        text.ShouldContain("bring the blue form");
    }

    [Fact]
    public async Task Every_template_can_be_previewed_in_every_language()
    {
        foreach (var template in fixture.Host.Get<TemplateCatalog>().Templates)
        {
            using var answer = await fixture.Api.Http.PostAsJsonAsync(
                $"/api/v1/templates/{template.Kind}/{template.Name}/preview", new JsonObject { ["language"] = template.Language.Tag.Value });

            answer.IsSuccessStatusCode.ShouldBeTrue($"{template.Kind}/{template.Name}.{template.Language.Tag.Value}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    private async Task<JsonNode> PreviewAsync(JsonObject body)
    {
        using var answer = await fixture.Api.Http.PostAsJsonAsync("/api/v1/templates/status-updates/step/preview", body);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonNode.Parse(text)!;
    }
}
