using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.Configuration;

namespace Peyk.Runtime.Discovery;

/// <summary>The functions of an assembly, found once at start.</summary>
internal sealed record FunctionCatalog(IReadOnlyList<Function> Functions)
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public IEnumerable<(Function Function, T Trigger)> With<T>()
        where T : TriggerBindingAttribute =>
        from function in Functions
        where function.Trigger is T
        select (function, (T)function.Trigger);

    /// <exception cref="StartRefusedException">A function is not public, has no or several triggers, or a name stands twice.</exception>
    public static FunctionCatalog Find(IEnumerable<Type> types)
    {
        var functions =
            from type in types
            from method in type.GetMethods(Declared)
            let name = method.GetCustomAttribute<FunctionAttribute>()?.Name
            where name is not null
            orderby name
            select Describe(name, type, method);
        var found = functions.ToList();
        var twice = found.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? new FunctionCatalog(found) : throw new StartRefusedException($"Two functions have the name {twice.Key}.");
    }

    /// <summary>Without those that a setting <c>AzureWebJobs.{name}.Disabled</c> (or with <c>__</c> for the dots) switches off.</summary>
    public FunctionCatalog WithoutDisabled(IConfiguration settings) => new([.. Functions.Where(function => !IsDisabled(function, settings))]);

    private static bool IsDisabled(Function function, IConfiguration settings) =>
        (settings[$"AzureWebJobs.{function.Name}.Disabled"] ?? settings[$"AzureWebJobs:{function.Name}:Disabled"])
            is { } value && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase));

    private static Function Describe(string name, Type type, MethodInfo method)
    {
        if (!method.IsPublic || !type.IsVisible || type.IsGenericTypeDefinition || method.IsGenericMethodDefinition || (type.IsAbstract && !method.IsStatic))
            throw new StartRefusedException($"Function {name}: it must be a public, non-generic method of a public class.");
        var triggers = (
            from parameter in method.GetParameters()
            let trigger = parameter.GetCustomAttribute<TriggerBindingAttribute>()
            where trigger is not null
            select (parameter, trigger)).ToList();
        return triggers is [var (triggerParameter, attribute)]
            ? new Function(name, method, triggerParameter, attribute)
            : throw new StartRefusedException($"Function {name}: it must have exactly one parameter with a trigger.");
    }
}
