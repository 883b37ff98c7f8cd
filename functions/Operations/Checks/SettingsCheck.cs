using Microsoft.Extensions.Options;
using Peyk.Core.Cases;
using Peyk.Functions.Delivery.Email;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Operations.Checks;

/// <summary>Every section of the settings, and the keys in them.</summary>
internal sealed class SettingsCheck(IServiceProvider services, IEnumerable<SettingsSection> sections)
{
    private const string Mend = "Set it as docs/settings.md says.";

    public IEnumerable<CheckResult> Run()
    {
        var wrong = new HashSet<Type>();
        foreach (var section in sections)
        {
            foreach (var problem in section.Problems(services))
            {
                wrong.Add(section.Options);
                yield return CheckResult.Failed($"settings {section.Name}", problem.TrimEnd('.'), Mend);
            }
        }

        if (wrong.Count == 0)
            yield return CheckResult.Ok("settings", $"{sections.Count()} sections are complete and within their bounds");
        yield return Key<Keyring>("keys", wrong, _ => CheckResult.Ok("keys", "master keys and look-up key can be used"));
        yield return Key<SigningKeys>("signing keys", wrong, keys => keys.CanSign
            ? CheckResult.Ok("signing keys", "receipts can be signed")
            : CheckResult.Warning("signing keys", "there is none: receipts cannot be exported", "Set Peyk__SigningKey (docs/proof.md)."));
        yield return Key<WorkingWeek>("working week", wrong, _ => CheckResult.Ok("working week", "its days and holidays are known"));
        yield return Key<SendGridSignature>("webhook key", wrong, _ => CheckResult.Ok("webhook key", "SendGrid__WebhookPublicKey is a key"));
    }

    private CheckResult Key<T>(string what, HashSet<Type> wrong, Func<T, CheckResult> look)
        where T : notnull
    {
        try
        {
            return look(services.GetRequiredService<T>());
        }
        catch (OptionsValidationException e)
        {
            return wrong.Contains(e.OptionsType)
                ? CheckResult.Skipped(what, "its section is wrong")
                : CheckResult.Failed(what, string.Join("; ", e.Failures.Select(f => f.TrimEnd('.'))), Mend);
        }
    }
}
