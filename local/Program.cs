using Peyk.Local;
using Peyk.Local.Trial;

const int AppPort = 7071;
const int SimulatorPort = 7072;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

var once = args.Contains("--once");
var browser = Chromium.EnsureAsync(stop.Token); // Where it is missing it takes a minute, beside everything else.
Console.WriteLine("Starting storage (Azurite), the provider simulator and the function app …");
// A single run takes free ports, so that it can run beside anything; the one that stays has ports that can be remembered.
await using var environment = await LocalEnvironment.StartAsync(once ? 0 : AppPort, once ? 0 : SimulatorPort, stop.Token);
using var client = new PeykClient(environment.App.Url, environment.ApiKey);

List<TrialStep> steps =
[
    .. new StatusUpdateSteps(environment, client).All,
    .. new ContactSteps(environment, client).All,
    .. new BatchSteps(environment, client).All,
    .. new ReminderSteps(environment, client).All,
    .. new NewsletterSteps(environment, client).All,
    .. new FeedbackSteps(environment, client).All,
    .. new ReportSteps(environment, client).All, // It tells what the others did.
    .. new DashboardSteps(environment, client, browser).All,
];
var failed = await TrialRun.RunAsync(steps, Console.Out, stop.Token);
if (!once)
{
    Console.WriteLine(Welcome.Text(environment));
    await Task.Delay(Timeout.Infinite, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
}

Console.WriteLine($"{steps.Count - failed} passed, {failed} failed");
return failed == 0 ? 0 : 1;
