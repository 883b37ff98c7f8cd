using Microsoft.Extensions.Options;
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
        var wrong = false;
        foreach (var section in sections)
        {
            foreach (var problem in section.Problems(services))
            {
                wrong = true;
                yield return CheckResult.Failed($"settings {section.Name}", problem.TrimEnd('.'), Mend);
            }
        }

        if (!wrong)
            yield return CheckResult.Ok("settings", $"{sections.Count()} sections are complete and within their bounds");
        yield return Key<Keyring>("keys", "master keys and look-up key can be used");
        yield return Key<SigningKeys>("signing keys", "receipts can be signed", keys => keys.CanSign
            ? null
            : CheckResult.Warning("signing keys", "there is none: receipts cannot be exported", "Set Peyk__SigningKey (docs/proof.md)."));
        yield return Key<SendGridSignature>("webhook key", "SendGrid__WebhookPublicKey is a key");
    }

    private CheckResult Key<T>(string what, string detail, Func<T, CheckResult?>? look = null)
        where T : notnull
    {
        try
        {
            return look?.Invoke(services.GetRequiredService<T>()) ?? CheckResult.Ok(what, detail);
        }
        catch (OptionsValidationException e)
        {
            return CheckResult.Failed(what, string.Join("; ", e.Failures.Select(f => f.TrimEnd('.'))), Mend);
        }
    }
}
