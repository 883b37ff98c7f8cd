using Microsoft.Extensions.Options;
using Peyk.Core.Calendars;
using Peyk.Core.Cases;
using Peyk.Core.Contacts;
using Peyk.Core.Inbound;
using Peyk.Core.Surveys;
using Peyk.Core.Templates;
using Peyk.Functions.Delivery.Email;
using Peyk.Functions.Feedback;
using Peyk.Functions.Shared.Security;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Operations;

/// <summary>
/// Reads the definition files and keys and compiles the templates while the storage is being set up, so that no request waits for it,
/// and a wrong file or key keeps the app from starting.
/// </summary>
public sealed class WarmUp(IServiceProvider services) : IHostedLifecycleService
{
    private Task _loading = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _loading = Task.Run(
            () =>
            {
                services.GetRequiredService<LanguageCatalog>();
                services.GetRequiredService<ServiceCatalog>();
                services.GetRequiredService<IOptions<DeliveryOptions>>().Value.CheckKinds(services.GetRequiredService<TopicCatalog>().Kinds);
                services.GetRequiredService<WorkingWeek>();
                CaseFeedback.Check(services.GetRequiredService<ServiceCatalog>(), services.GetRequiredService<SurveyCatalog>());
                services.GetRequiredService<ReadyAnswers>();
                services.GetRequiredService<TemplateCatalog>();
                services.GetRequiredService<Keyring>();
                services.GetRequiredService<SigningKeys>();
                services.GetRequiredService<SendGridSignature>();
            },
            cancellationToken);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => _loading;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
