using Microsoft.Extensions.Options;
using Peyk.Core.Addresses;
using Peyk.Core.Calendars;
using Peyk.Core.Inbound;
using Peyk.Core.Surveys;
using Peyk.Functions.Contacts;
using Peyk.Functions.Shared;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Assistant;

public static class AssistantServices
{
    public static IServiceCollection AddAssistant(this IServiceCollection services)
    {
        services.AddSection<AssistantOptions, AssistantOptionsValidator>(AssistantOptions.Section);
        services.AddSingleton(s => new InboundWords(s.GetRequiredService<LanguageCatalog>().Languages));
        services.AddSingleton(s => ReadyAnswers.Load(
            Definitions.Read("Answers"), LanguageTag.Parse(s.GetRequiredService<IOptions<PeykOptions>>().Value.DefaultLanguage)));
        services.AddSingleton<AnswerParser>();
        services.AddSingleton<Conversations>();
        services.AddSingleton<CitizenMessages>();
        services.AddSingleton<CaseAnswers>();
        services.AddSingleton<SmsComplaints>();
        services.AddSingleton<MessageReader>();
        services.AddSingleton<MessageAnswers>();
        services.AddSingleton<ConversationKeyRotation>();
        services.AddSingleton<SurveyTalk>();
        services.AddSingleton<ReplyGuard>();
        services.AddSingleton<ReplyLanguages>();
        services.AddSingleton<InboundJudge>();
        services.AddSingleton<InboundHandler>();
        services.AddSingleton<ConversationPurge>();
        services.AddSingleton<ConversationData>();
        services.AddSingleton<IPersonalData, ConversationPersons>();
        return services;
    }
}
