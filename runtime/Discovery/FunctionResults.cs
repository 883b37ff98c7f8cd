namespace Peyk.Runtime.Discovery;

/// <summary>Awaits whatever a function method returns.</summary>
internal static class FunctionResults
{
    /// <summary>The type inside a task, or the type itself.</summary>
    public static Type TypeOf(Type returned)
    {
        if (returned == typeof(Task) || returned == typeof(ValueTask))
            return typeof(void);
        var isGenericTask = returned.IsGenericType
            && (returned.GetGenericTypeDefinition() == typeof(Task<>) || returned.GetGenericTypeDefinition() == typeof(ValueTask<>));
        return isGenericTask ? returned.GetGenericArguments()[0] : returned;
    }

    public static async ValueTask<object?> FromTask(Task task)
    {
        await task;
        return null;
    }

    public static async ValueTask<object?> FromTaskOf<T>(Task<T> task) => await task;

    public static async ValueTask<object?> FromValueTask(ValueTask task)
    {
        await task;
        return null;
    }

    public static async ValueTask<object?> FromValueTaskOf<T>(ValueTask<T> task) => await task;

    public static ValueTask<object?> FromValue(object? value) => ValueTask.FromResult(value);
}
