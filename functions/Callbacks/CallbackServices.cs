using Microsoft.Extensions.Options;
using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Callbacks;

public static class CallbackServices
{
    public static void AddCallbacks(this IHostApplicationBuilder builder)
    {
        builder.Configuration.AddDefaults(("CallbackSchedule", "*/15 * * * * *"));
        var services = builder.Services;
        services.AddOptions<CallbackOptions>().Bind(builder.Configuration.GetSection(CallbackOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CallbackOptions>, CallbackOptionsValidator>();
        services.AddSingleton(new CallbackNetwork(builder.Environment.IsDevelopment()));
        services.AddSingleton<CallbackEvents>();
        services.AddSingleton<CallbackStore>();
        services.AddSingleton<CallbackEndpoints>();
        services.AddSingleton<CallbackSender>();
        services.AddSingleton<EndpointPace>();
        services.AddSingleton<CallbackHints>();
        services.AddSingleton<CallbackPump>();
        services.AddSingleton<CallbackCollector>();
        services.AddSingleton<CallbackRequests>();
    }
}
