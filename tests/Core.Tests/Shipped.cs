using Peyk.Core.Addresses;
using Peyk.Core.Calendars;
using Peyk.Core.Cases;
using Peyk.Core.Contacts;
using Peyk.Core.Definitions;
using Peyk.Core.Inbound;
using Peyk.Core.Surveys;
using Peyk.Core.Templates;

namespace Peyk.Core.Tests;

/// <summary>The definition files of the app, as it ships them.</summary>
internal static class Shipped
{
    private static readonly string Folder = System.IO.Path.Combine(AppContext.BaseDirectory, "Shipped");

    public static LanguageTag Fa { get; } = LanguageTag.Parse("fa");
    public static LanguageTag En { get; } = LanguageTag.Parse("en");
    public static LanguageCatalog Languages { get; } = LanguageCatalog.Load(Files("Languages"), Fa);
    public static InboundWords Words { get; } = new(Languages.Languages);
    public static ServiceCatalog Services { get; } = ServiceCatalog.Load(Files("Services"), Fa);
    public static TopicCatalog Topics { get; } = TopicCatalog.Load(Files("Topics"), Fa);
    public static HolidayCatalog Holidays { get; } = HolidayCatalog.Load(Files("Holidays"));
    public static SurveyCatalog Surveys { get; } = SurveyCatalog.Load(Files("Surveys"), Fa);
    public static TemplateCatalog Templates { get; } = TemplateCatalog.Load(Files("Templates"), Languages);

    public static Language Language(string tag) => Languages.Find(LanguageTag.Parse(tag))!;

    public static IReadOnlyList<DefinitionFile> Files(string folder)
    {
        var root = System.IO.Path.Combine(Folder, folder);
        return
        [
            .. from path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
               select new DefinitionFile(
                   System.IO.Path.GetRelativePath(root, path).Replace('\\', '/'), File.ReadAllText(path)),
        ];
    }
}
