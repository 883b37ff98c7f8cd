using Peyk.Functions;
using Peyk.Runtime;

return await FunctionHost.RunAsync(args, typeof(PeykApp).Assembly, PeykApp.Configure);
