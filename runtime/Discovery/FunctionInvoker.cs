using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Peyk.Runtime.Invocation;

namespace Peyk.Runtime.Discovery;

/// <summary>Gives one argument of a function method.</summary>
internal delegate object? ArgumentSource(InvocationContext invocation);

/// <summary>A function method compiled once: creates its class from the invocation's services, binds the arguments, calls, awaits.</summary>
internal sealed class FunctionInvoker
{
    private readonly ObjectFactory? create;
    private readonly ArgumentSource[] arguments;
    private readonly Func<object?, object?[], ValueTask<object?>> call;

    public FunctionInvoker(MethodInfo method, IEnumerable<ArgumentSource> arguments)
    {
        create = method.IsStatic ? null : ActivatorUtilities.CreateFactory(method.DeclaringType!, Type.EmptyTypes);
        this.arguments = [.. arguments];
        call = Compile(method);
    }

    public ValueTask<object?> InvokeAsync(InvocationContext invocation)
    {
        var values = new object?[arguments.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = arguments[i](invocation);
        return call(create?.Invoke(invocation.InstanceServices, null), values);
    }

    private static Func<object?, object?[], ValueTask<object?>> Compile(MethodInfo method)
    {
        var instance = Expression.Parameter(typeof(object));
        var values = Expression.Parameter(typeof(object[]));
        var typed = method.GetParameters().Select(
            (parameter, i) => Expression.Convert(Expression.ArrayIndex(values, Expression.Constant(i)), parameter.ParameterType));
        var called = Expression.Call(method.IsStatic ? null : Expression.Convert(instance, method.DeclaringType!), method, typed);
        return Expression.Lambda<Func<object?, object?[], ValueTask<object?>>>(Awaited(called), instance, values).Compile();
    }

    private static Expression Awaited(MethodCallExpression called)
    {
        var type = called.Type;
        if (type == typeof(void))
            return Expression.Block(called, Convert(nameof(FunctionResults.FromValue), Expression.Constant(null)));
        if (type == typeof(Task))
            return Convert(nameof(FunctionResults.FromTask), called);
        if (type == typeof(ValueTask))
            return Convert(nameof(FunctionResults.FromValueTask), called);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>))
            return Convert(nameof(FunctionResults.FromTaskOf), called, type.GetGenericArguments());
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            return Convert(nameof(FunctionResults.FromValueTaskOf), called, type.GetGenericArguments());
        return Convert(nameof(FunctionResults.FromValue), Expression.Convert(called, typeof(object)));
    }

    private static MethodCallExpression Convert(string method, Expression value, params Type[] typeArguments) =>
        Expression.Call(typeof(FunctionResults), method, typeArguments, value);
}
