using System.Text.Json;
using NodaTime;
using Peyk.Core.Addresses;
using Peyk.Core.Calendars;
using Peyk.Core.Cases;
using Peyk.Core.Definitions;
using Peyk.Core.Templates;
using Peyk.Core.Text;

namespace Peyk.Core.Tests.Templates;

/// <summary>Templates and contexts with valid defaults.</summary>
internal static class Message
{
    public static readonly DateTimeZone Tehran = DateTimeZoneProviders.Tzdb["Asia/Tehran"];

    public static Organisation Organisation { get; } = new(
        Words("سازمان تأمین اجتماعی", "Social Security Organisation"),
        Words("شبانه‌روزی: help@example.org", "Day and night: help@example.org"));

    /// <summary>A template of a kind that is about no case, from its body and the front matter's <c>data</c>.</summary>
    public static Template Template(string body, string data = "", string subject = "s", string sms = "s", string language = "en")
    {
        var text = $"---\nsubject: '{subject}'\npreheader: p\nsms: '{sms}'\n{(data.Length == 0 ? "" : "data:\n" + data)}\n---\n{body}\n";
        DefinitionFile[] files = [new("greetings/test.fa.md", text), new("greetings/test.en.md", text)];
        return TemplateCatalog.Load(files, Shipped.Languages).Find("greetings", "test", LanguageTag.Parse(language))!;
    }

    public static RenderContext Context(string data = "{}") => new()
    {
        Data = Json(data),
        Zone = Tehran,
        Organisation = Organisation,
    };

    /// <summary>A context about a retirement case that reached a step after two before it.</summary>
    public static RenderContext Context(string step, Language language, JsonElement data, string? name = null)
    {
        var service = Shipped.Services.Find("retirement")!;
        var announced = service.FindStep(step)!;
        var timeline = CaseTimeline.Build(
            service,
            [
                new StepEvent("documents-received", Instant.FromUtc(2026, 11, 14, 6, 0), 1),
                new StepEvent(step, Instant.FromUtc(2026, 11, 21, 6, 30), 2),
            ],
            Tehran,
            WorkingWeek.SaturdayToWednesday);
        return new RenderContext
        {
            Data = data,
            Zone = Tehran,
            Organisation = Organisation,
            Recipient = name is null ? null : PersonName.Parse(name),
            Tone = announced.Tone,
            Due = new(new LocalDate(2026, 12, 10), Instant.FromUtc(2026, 12, 10, 6, 30)),
            Case = CaseFacts.From(
                service, timeline, announced, TrackingCode.Parse("438812345679"), new Uri("https://peyk.example/t/438812345679"), language),
            Links = new MessageLinks(
                Preferences: new Uri("https://peyk.example/p/abc"), Verify: new Uri("https://peyk.example/verify/abc")),
        };
    }

    public static JsonElement Json(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static LocalisedText Words(string fa, string en) =>
        new(new Dictionary<string, string>(StringComparer.Ordinal) { ["fa"] = fa, ["en"] = en }, Shipped.Fa);
}
