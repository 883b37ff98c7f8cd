using Peyk.Bench;
using Peyk.Bench.Startup;

// dotnet run -c Release --project bench [-- startup [--published]] [-- --short] [-- --output file.md]
var plan = args.Contains("--short") ? BenchPlan.Short : BenchPlan.Full;
var output = args.SkipWhile(a => a != "--output").Skip(1).FirstOrDefault();

var report = args.Contains("startup") ? await StartupRun.RunAsync(publish: !args.Contains("--published"), Console.Error) : await BenchRun.RunAsync(plan, Console.Error);
Console.WriteLine(report);
if (output is not null)
    await File.WriteAllTextAsync(output, report);
