using Peyk.Bench;
using Peyk.Bench.Newsletters;
using Peyk.Bench.Reminders;
using Peyk.Bench.Reports;
using Peyk.Bench.Startup;

// dotnet run -c Release --project bench [-- [batches | startup [--published]] [--short] [--output file.md]]
// dotnet run -c Release --project bench -- reminders [--due 5000] [--idle 10000,100000] [--output file.md]
// dotnet run -c Release --project bench -- reports [--entries 1000000] [--output file.md]
// dotnet run -c Release --project bench -- newsletters [--subscribers 10000,100000,1000000] [--output file.md]
var isShort = args.Contains("--short");
var output = args.SkipWhile(a => a != "--output").Skip(1).FirstOrDefault();
var report = args switch
{
    ["batches", ..] => await BatchBench.RunAsync(isShort ? BatchPlan.Short : BatchPlan.Full, Console.Error),
    ["reminders", ..] => await ReminderBench.RunAsync(ReminderSizes.Read(args), Console.Error),
    ["reports", ..] => await ReportBench.RunAsync(ReportBench.Entries(args), Console.Error),
    ["newsletters", ..] => await NewsletterBench.RunAsync(NewsletterSizes.Read(args), Console.Error),
    ["startup", ..] => await StartupRun.RunAsync(publish: !args.Contains("--published"), Console.Error),
    _ => await BenchRun.RunAsync(isShort ? BenchPlan.Short : BenchPlan.Full, Console.Error),
};
Console.WriteLine(report);
if (output is not null)
    await File.WriteAllTextAsync(output, report);
