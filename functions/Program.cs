using Peyk.Functions;
using Peyk.Functions.Cli;
using Peyk.Runtime;

return CommandLine.Has(args)
    ? await CommandLine.RunAsync(args)
    : await FunctionHost.RunAsync(args, typeof(PeykApp).Assembly, PeykApp.Configure);
