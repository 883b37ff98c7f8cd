using Peyk.Functions.Shared.Settings;

namespace Peyk.Functions.Callbacks;

public static class CallbackServices
{
    public static void AddCallbacks(this IHostApplicationBuilder builder)
    {
        builder.Configuration.AddDefaults(("CallbackSchedule", "*/15 * * * * *"));
        var services = builder.Services;
        services.AddSection<CallbackOptions, CallbackOptionsValidator>(CallbackOptions.Section);
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
        services.AddSingleton<ParkedCallbacks>();
    }
}
