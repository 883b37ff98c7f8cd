using Peyk.Bench;
using Peyk.Bench.Reminders;

// dotnet run -c Release --project bench [-- [batches] [--short] [--output file.md]]
// dotnet run -c Release --project bench -- reminders [--due 5000] [--idle 10000,100000] [--output file.md]
var plan = args.Contains("--short") ? BenchPlan.Short : BenchPlan.Full;
var output = args.SkipWhile(a => a != "--output").Skip(1).FirstOrDefault();

var report = args is ["reminders", ..] ? await ReminderBench.RunAsync(ReminderSizes.Read(args), Console.Error)
    : args.Contains("batches") ? await BatchBench.RunAsync(args.Contains("--short") ? BatchPlan.Short : BatchPlan.Full, Console.Error)
    : await BenchRun.RunAsync(plan, Console.Error);
Console.WriteLine(report);
if (output is not null)
    await File.WriteAllTextAsync(output, report);
