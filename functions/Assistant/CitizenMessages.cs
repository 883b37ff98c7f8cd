using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using NodaTime;
using Peyk.Core.Calendars;
using Peyk.Core.Cases;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Assistant;

/// <summary>Texts that a person is to read. Each has a code by which citizen and staff speak of it.</summary>
public sealed class CitizenMessages(
    Conversations conversations, Keyring keyring, WorkingWeek week, IOptions<AssistantOptions> options, IOptions<PeykOptions> peyk)
{
    /// <summary>Shorter than every tracking code, so that the two are never taken for each other.</summary>
    private const int CodeDigits = 7;

    private const int MostTries = 20;

    private readonly DateTimeZone _zone = DateTimeZoneProviders.Tzdb[peyk.Value.TimeZone];

    public async Task<Turn> KeepAsync(InboundSms sms, SmsSession session, Language language, CancellationToken cancellationToken)
    {
        var code = await CodeOfAsync(sms, cancellationToken);
        var received = Instant.FromDateTimeOffset(sms.ReceivedAt).InZone(_zone).Date;
        var answered = week.Add(received, new(options.Value.AnswerDays, Working: true));
        var reply = Reply.Of("message-kept", language, null, ("code", code), ("date", Reply.Day(answered)));
        return new(session, new(InboundOutcome.Message, Code: code, Reply: reply));
    }

    /// <summary>The text has the form of a code; others are not looked up.</summary>
    public static bool IsCode(string text) => text.Length == CodeDigits && text.All(char.IsAsciiDigit);

    /// <summary>The code of a text: the same however often it is asked for, and no other text's.</summary>
    private async Task<string> CodeOfAsync(InboundSms sms, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var code = Code(keyring.LookupMac("message-code", Encoding.UTF8.GetBytes($"{sms.Sender}|{sms.Sid}|{attempt}")));
            if (await conversations.TryTakeCodeAsync(code, sms, cancellationToken))
                return code;
        }

        throw new CryptographicException($"No free code for a message was found in {MostTries} tries.");
    }

    private static string Code(ReadOnlySpan<byte> mac)
    {
        var code = new StringBuilder(CodeDigits).Append((char)('1' + (mac[0] % 9)));
        for (var i = 1; i < CodeDigits - 1; i++)
            code.Append((char)('0' + (mac[i] % 10)));
        return code.Append((char)('0' + Damm.CheckDigit(code.ToString()))).ToString();
    }
}
