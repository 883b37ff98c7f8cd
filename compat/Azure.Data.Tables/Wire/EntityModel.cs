#nullable enable
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Serialization;

namespace Azure.Data.Tables.Wire;

/// <summary>How a class that implements <see cref="ITableEntity"/> is written and read; found by reflection once per class.</summary>
internal sealed class EntityModel
{
    private static readonly ConcurrentDictionary<Type, EntityModel> Known = new();

    private readonly Type type;
    private readonly Member[] members;

    private EntityModel(Type type)
    {
        this.type = type;
        members =
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(IsStored)
                .Select(property => Member.Of(type, property)),
        ];
    }

    public static EntityModel Of(Type type) => Known.GetOrAdd(type, static found => new(found));

    public void Write(ref EntityWriter writer, ITableEntity entity)
    {
        foreach (var member in members)
            if (member.Get is { } get)
                writer.WriteValue(member.Name, get(entity));
    }

    public ITableEntity Read(Dictionary<string, object> properties)
    {
        var entity = (ITableEntity)Activator.CreateInstance(type)!;
        if (properties.TryGetValue(nameof(ITableEntity.PartitionKey), out var partitionKey))
            entity.PartitionKey = (string)partitionKey;
        if (properties.TryGetValue(nameof(ITableEntity.RowKey), out var rowKey))
            entity.RowKey = (string)rowKey;
        if (properties.TryGetValue(nameof(ITableEntity.Timestamp), out var timestamp))
            entity.Timestamp = (DateTimeOffset)timestamp;
        if (properties.TryGetValue(TableEntity.ETagKey, out var etag))
            entity.ETag = new ETag((string)etag);

        foreach (var member in members)
            if (member.Set is { } set && properties.TryGetValue(member.Name, out var value))
                set(entity, member.Convert(value));
        return entity;
    }

    private static bool IsStored(PropertyInfo property) =>
        property.GetIndexParameters().Length == 0
        && property.Name is not (nameof(ITableEntity.PartitionKey) or nameof(ITableEntity.RowKey)
            or nameof(ITableEntity.Timestamp) or nameof(ITableEntity.ETag))
        && !property.IsDefined(typeof(IgnoreDataMemberAttribute));

    private sealed record Member(string Name, Func<object, object?>? Get, Action<object, object>? Set, Func<object, object> Convert)
    {
        private static readonly MethodInfo OpenGetter = typeof(Member).GetMethod(nameof(Getter), BindingFlags.NonPublic | BindingFlags.Static)!;
        private static readonly MethodInfo OpenSetter = typeof(Member).GetMethod(nameof(Setter), BindingFlags.NonPublic | BindingFlags.Static)!;

        public static Member Of(Type entity, PropertyInfo property)
        {
            var name = property.GetCustomAttribute<DataMemberAttribute>()?.Name ?? property.Name;
            var convert = Conversion(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, name)
                ?? throw new NotSupportedException($"{entity}.{property.Name} has the type {property.PropertyType}, which tables do not know.");
            return new Member(
                name,
                property.GetMethod is { IsPublic: true } get ? (Func<object, object?>)Close(OpenGetter, get) : null,
                property.SetMethod is { IsPublic: true } set ? (Action<object, object>)Close(OpenSetter, set) : null,
                convert);

            object Close(MethodInfo open, MethodInfo accessor) =>
                open.MakeGenericMethod(entity, property.PropertyType).Invoke(null, [accessor])!;
        }

        private static Func<object, object?> Getter<TEntity, TValue>(MethodInfo accessor) where TEntity : class
        {
            var get = accessor.CreateDelegate<Func<TEntity, TValue>>();
            return entity => get((TEntity)entity);
        }

        private static Action<object, object> Setter<TEntity, TValue>(MethodInfo accessor) where TEntity : class
        {
            var set = accessor.CreateDelegate<Action<TEntity, TValue>>();
            return (entity, value) => set((TEntity)entity, (TValue)value);
        }

        private static Func<object, object>? Conversion(Type target, string name)
        {
            if (target == typeof(string) || target == typeof(bool) || target == typeof(int) || target == typeof(Guid) || target == typeof(byte[])
                || target == typeof(DateTimeOffset))
                return value => target.IsInstanceOfType(value) ? value : throw Mismatch(value);
            if (target == typeof(long))
                return value => value switch { long or int => System.Convert.ToInt64(value), _ => throw Mismatch(value) };
            if (target == typeof(double))
                return value => value switch { double or int or long => System.Convert.ToDouble(value), _ => throw Mismatch(value) };
            if (target == typeof(DateTime))
                return value => value is DateTimeOffset time ? time.UtcDateTime : throw Mismatch(value);
            if (target == typeof(BinaryData))
                return value => value is byte[] bytes ? BinaryData.FromBytes(bytes) : throw Mismatch(value);
            if (target.IsEnum)
                return value => value is string text ? Enum.Parse(target, text) : throw Mismatch(value);
            return null;

            InvalidCastException Mismatch(object value) => new($"The property {name} holds a {value.GetType().Name}, not a {target.Name}.");
        }
    }
}
