using Peyk.Runtime;
using Peyk.Runtime.Tests.App;

return await FunctionHost.RunAsync(args, typeof(Work).Assembly, _ => { });
