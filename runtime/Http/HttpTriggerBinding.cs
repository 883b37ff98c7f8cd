using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Peyk.Runtime.Discovery;

namespace Peyk.Runtime.Http;

/// <summary>An HTTP function's route, methods and arguments, checked at start.</summary>
internal sealed class HttpTriggerBinding
{
    /// <param name="function">A function with an HTTP trigger.</param>
    /// <param name="routePrefix">Stands before every route; may be empty.</param>
    /// <exception cref="StartRefusedException">The function cannot be served.</exception>
    public HttpTriggerBinding(Function function, string routePrefix)
    {
        Function = function;
        var trigger = (HttpTriggerAttribute)function.Trigger;
        if (trigger.AuthLevel != AuthorizationLevel.Anonymous)
        {
            throw new StartRefusedException(
                $"Function {function.Name} asks for a function key, which only the Azure Functions host has. Make it anonymous and check the caller yourself.");
        }

        if (function.TriggerParameter.ParameterType != typeof(HttpRequest))
            throw FunctionArguments.Unknown(function, function.TriggerParameter);
        if (!IsServable(function.ResultType))
            throw new StartRefusedException($"Function {function.Name} must give an IResult, an IActionResult or nothing.");

        Pattern = Parse(function, string.Join('/', new[] { routePrefix, trigger.Route ?? function.Name }.Where(part => part.Length > 0)));
        Methods = MethodsOf(trigger);
        Arguments = [.. FunctionArguments.Of(function, invocation => ((HttpContext)invocation.Trigger).Request, RouteArgument)];
    }

    public Function Function { get; }

    public RoutePattern Pattern { get; }

    /// <summary>Empty means every method.</summary>
    public IReadOnlyList<string> Methods { get; }

    public IReadOnlyList<ArgumentSource> Arguments { get; }

    /// <summary>The route values that the method takes, with their parsers.</summary>
    public List<(string Name, RouteValueParser Parse)> RouteValues { get; } = [];

    private static bool IsServable(Type result) =>
        result == typeof(void) || result.IsAssignableTo(typeof(IResult)) || result.IsAssignableTo(typeof(IActionResult));

    private static RoutePattern Parse(Function function, string route)
    {
        if (route.StartsWith("admin", StringComparison.OrdinalIgnoreCase) || route.StartsWith("runtime", StringComparison.OrdinalIgnoreCase))
            throw new StartRefusedException($"Function {function.Name}: the Functions host keeps routes beginning with admin or runtime for itself.");
        try
        {
            return RoutePatternFactory.Parse(route);
        }
        catch (RoutePatternException e)
        {
            throw new StartRefusedException($"Function {function.Name}: the route \"{route}\" is wrong. {e.Message}");
        }
    }

    /// <summary>Who serves GET serves HEAD.</summary>
    private static string[] MethodsOf(HttpTriggerAttribute trigger)
    {
        var methods = (trigger.Methods ?? []).Select(method => method.ToUpperInvariant()).ToHashSet();
        if (methods.Contains(HttpMethods.Get))
            methods.Add(HttpMethods.Head);
        return [.. methods];
    }

    private ArgumentSource? RouteArgument(ParameterInfo parameter)
    {
        if (Pattern.GetParameter(parameter.Name!) is not { } route || RouteValueParsers.For(parameter.ParameterType) is not { } parser)
            return null;
        RouteValues.Add((route.Name, parser));
        var absent = Absent(parameter);
        return invocation => ((HttpContext)invocation.Trigger).Request.RouteValues.GetValueOrDefault(route.Name) ?? absent;
    }

    private static object? Absent(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        var @default = parameter.HasDefaultValue ? parameter.DefaultValue : null;
        return @default ?? (type.IsValueType && Nullable.GetUnderlyingType(type) is null ? Activator.CreateInstance(type) : null);
    }
}
