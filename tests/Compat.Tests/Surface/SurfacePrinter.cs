using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Peyk.Compat.Tests.Surface;

/// <summary>
/// Lists what users of an assembly can see, in the format of the official listings: full names, C# keywords for the
/// special types, no attributes, no nullability; members with their modifiers, parameter names and defaults.
/// </summary>
internal sealed class SurfacePrinter
{
    private static readonly SymbolDisplayFormat Plain = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static readonly SymbolDisplayFormat WithVariance = Plain.AddGenericsOptions(SymbolDisplayGenericsOptions.IncludeVariance);

    private readonly List<SurfaceLine> lines = [];

    private SurfacePrinter()
    {
    }

    /// <param name="path">An assembly file.</param>
    /// <param name="references">Files of the assemblies it may refer to.</param>
    public static IReadOnlyList<SurfaceLine> Print(string path, IEnumerable<string> references)
    {
        var assembly = MetadataReference.CreateFromFile(path);
        var name = Path.GetFileName(path);
        var others = references.Where(other => Path.GetFileName(other) != name).Select(other => MetadataReference.CreateFromFile(other));
        var compilation = CSharpCompilation.Create(
            "reader",
            references: [assembly, .. others],
            options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, metadataImportOptions: MetadataImportOptions.All));
        return Print((IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(assembly)!);
    }

    public static IReadOnlyList<SurfaceLine> Print(IAssemblySymbol assembly)
    {
        var printer = new SurfacePrinter();
        printer.Add(assembly.GlobalNamespace);
        return [.. printer.lines.Distinct().OrderBy(line => line.ToString(), StringComparer.Ordinal)];
    }

    private void Add(INamespaceSymbol space)
    {
        foreach (var member in space.GetMembers())
        {
            if (member is INamespaceSymbol inner)
                Add(inner);
            else if (member is INamedTypeSymbol type)
                Add(type);
        }
    }

    private void Add(INamedTypeSymbol type)
    {
        if (AccessOf(type) is not { } access || IsUnspeakable(type))
            return;

        AddLine(type, "type", type.TypeKind switch
        {
            TypeKind.Delegate => DescribeDelegate(type, access),
            TypeKind.Enum => $"{access} enum {Name(type)} : {Name(type.EnumUnderlyingType!)}",
            TypeKind.Class or TypeKind.Struct or TypeKind.Interface => DescribeType(type, access),
            _ => throw new InvalidOperationException($"{Name(type)} is of no kind that can be listed: {type.TypeKind}."),
        });
        if (type.TypeKind == TypeKind.Delegate)
            return;

        foreach (var member in type.GetMembers())
        {
            if (member is INamedTypeSymbol nested)
                Add(nested);
            else if (type.TypeKind == TypeKind.Enum)
                AddEnumMember(type, member);
            else if (!IsUnspeakable(member))
                AddMember(type, member);
        }
    }

    private void AddEnumMember(INamedTypeSymbol type, ISymbol member)
    {
        if (member is IFieldSymbol { HasConstantValue: true } field)
            AddLine(type, "enum-member", $"{Identifier(field.Name)} = {Number(field.ConstantValue!)}");
    }

    private void AddMember(INamedTypeSymbol type, ISymbol member)
    {
        if (member is IMethodSymbol { MethodKind: MethodKind.Destructor })
        {
            if (CanBeDerivedFrom(type))
                AddLine(type, "finalizer", $"protected ~{Identifier(type.Name)}()");
            return;
        }

        if (AccessOf(member) is not { } access)
            return;

        switch (member)
        {
            case IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
                when !(constructor.IsImplicitlyDeclared && type.IsValueType):
                AddLine(type, "ctor", $"{access} {Identifier(type.Name)}({Parameters(constructor.Parameters)})");
                break;
            case IMethodSymbol { MethodKind: MethodKind.Ordinary } method:
                AddLine(type, "method", DescribeMethod(method, access));
                break;
            case IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator or MethodKind.Conversion } method:
                AddLine(type, "operator", DescribeMethod(method, access));
                break;
            case IPropertySymbol property:
                AddLine(type, property.IsIndexer ? "indexer" : "property", DescribeProperty(property, access));
                break;
            case IEventSymbol @event:
                AddLine(type, "event", $"{access} {Modifiers(@event)}event {Name(@event.Type)} {Identifier(@event.Name)}");
                break;
            case IFieldSymbol { IsConst: true } field:
                AddLine(type, "const", $"{access} const {Name(field.Type)} {Identifier(field.Name)} = {Literal(field.Type, field.ConstantValue)}");
                break;
            case IFieldSymbol field:
                AddLine(type, "field", $"{access} {FieldModifiers(field)}{Name(field.Type)} {Identifier(field.Name)}");
                break;
        }
    }

    private void AddLine(INamedTypeSymbol owner, string kind, string declaration) => lines.Add(new(Name(owner), kind, declaration));

    private static string DescribeDelegate(INamedTypeSymbol type, string access)
    {
        var invoke = type.DelegateInvokeMethod!;
        return $"{access} delegate {ReturnType(invoke)} {type.ToDisplayString(WithVariance)}({Parameters(invoke.Parameters)})"
            + Constraints(type.TypeParameters);
    }

    private static string DescribeType(INamedTypeSymbol type, string access)
    {
        var isStruct = type.TypeKind == TypeKind.Struct;
        var modifiers = isStruct
            ? Words((type.IsReadOnly, "readonly"), (type.IsRefLikeType, "ref"))
            : type.TypeKind == TypeKind.Class
                ? type.IsStatic ? "static " : Words((type.IsAbstract, "abstract"), (type.IsSealed, "sealed"))
                : "";
        var kind = type.TypeKind == TypeKind.Interface ? "interface"
            : (type.IsRecord ? "record" : "") + (isStruct ? type.IsRecord ? " struct" : "struct" : type.IsRecord ? "" : "class");
        var bases = (type is { TypeKind: TypeKind.Class, IsStatic: false } ? VisibleBase(type) : [])
            .Concat(type.AllInterfaces.Where(IsVisible).Select(Name).Distinct().Order(StringComparer.Ordinal))
            .ToList();
        return $"{access} {modifiers}{kind} {type.ToDisplayString(WithVariance)}"
            + (bases.Count == 0 ? "" : $" : {string.Join(", ", bases)}")
            + Constraints(type.TypeParameters);
    }

    // A base that users cannot see is passed over for the next one up.
    private static IEnumerable<string> VisibleBase(INamedTypeSymbol type)
    {
        var above = type.BaseType;
        while (above is not null && !IsVisible(above))
            above = above.BaseType;
        return above is null ? [] : [Name(above)];
    }

    private static string DescribeMethod(IMethodSymbol method, string access)
    {
        var generics = method.TypeParameters.IsEmpty
            ? ""
            : $"<{string.Join(", ", method.TypeParameters.Select(parameter => Identifier(parameter.Name)))}>";
        return $"{access} {Modifiers(method)}{ReturnType(method)} {Identifier(method.Name)}{generics}"
            + $"({Parameters(method.Parameters, method.IsExtensionMethod)}){Constraints(method.TypeParameters)}";
    }

    private static string DescribeProperty(IPropertySymbol property, string access)
    {
        var accessors = new[] { property.GetMethod, property.SetMethod }
            .OfType<IMethodSymbol>()
            .Select(accessor => (Access: AccessOf(accessor), Word: accessor.MethodKind == MethodKind.PropertyGet ? "get;" : accessor.IsInitOnly ? "init;" : "set;"))
            .Where(accessor => accessor.Access is not null)
            .Select(accessor => accessor.Access == access ? accessor.Word : $"{accessor.Access} {accessor.Word}");
        var byReference = property.RefKind switch { RefKind.Ref => "ref ", RefKind.RefReadOnly => "ref readonly ", _ => "" };
        var name = property.IsIndexer ? $"this[{Parameters(property.Parameters)}]" : Identifier(property.Name);
        return $"{access} {Modifiers(property)}{Words((property.IsRequired, "required"))}{byReference}{Name(property.Type)} {name}"
            + $" {{ {string.Join(' ', accessors)} }}";
    }

    private static string ReturnType(IMethodSymbol method) =>
        (method.ReturnsByRefReadonly ? "ref readonly " : method.ReturnsByRef ? "ref " : "") + Name(method.ReturnType);

    private static string Modifiers(ISymbol member) => Words(
        (member.IsStatic, "static"),
        (member.IsAbstract, "abstract"),
        (member.IsVirtual, "virtual"),
        (member is { IsOverride: true, IsSealed: true }, "sealed"),
        (member.IsOverride, "override"));

    private static string FieldModifiers(IFieldSymbol field) =>
        Words((field.IsStatic, "static"), (field.IsReadOnly, "readonly"), (field.IsRequired, "required"));

    private static string Parameters(IEnumerable<IParameterSymbol> parameters, bool isExtension = false) =>
        string.Join(", ", parameters.Select((parameter, index) => Describe(parameter, isExtension && index == 0)));

    private static string Describe(IParameterSymbol parameter, bool isReceiver)
    {
        var passing = parameter.RefKind switch
        {
            RefKind.Ref => "ref ",
            RefKind.Out => "out ",
            RefKind.In => "in ",
            RefKind.RefReadOnlyParameter => "ref readonly ",
            _ => "",
        };
        var fallback = parameter.HasExplicitDefaultValue ? $" = {Literal(parameter.Type, parameter.ExplicitDefaultValue)}"
            : parameter.IsOptional ? " = default"
            : "";
        return $"{Words((isReceiver, "this"), (parameter.IsParams && !isReceiver, "params"))}{passing}{Name(parameter.Type)} {Identifier(parameter.Name)}{fallback}";
    }

    private static string Constraints(IEnumerable<ITypeParameterSymbol> parameters) => string.Concat(parameters.Select(parameter =>
    {
        var isValue = parameter.HasValueTypeConstraint || parameter.HasUnmanagedTypeConstraint;
        string[] all =
        [
            .. parameter.HasUnmanagedTypeConstraint ? ["unmanaged"] : isValue ? ["struct"] : parameter.HasReferenceTypeConstraint ? ["class"] : Array.Empty<string>(),
            .. parameter.ConstraintTypes.Select(Name).Order(StringComparer.Ordinal),
            .. parameter.HasConstructorConstraint && !isValue ? ["new()"] : Array.Empty<string>(),
            .. parameter.AllowsRefLikeType ? ["allows ref struct"] : Array.Empty<string>(),
        ];
        return all.Length == 0 ? "" : $" where {Identifier(parameter.Name)} : {string.Join(", ", all)}";
    }));

    private static string Literal(ITypeSymbol type, object? value)
    {
        var isNullable = type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        if (value is null)
            return type.IsReferenceType || isNullable ? "null" : "default";
        if (isNullable)
            type = ((INamedTypeSymbol)type).TypeArguments[0];
        if (type.TypeKind == TypeKind.Enum)
            return EnumLiteral(type, value);
        return value switch
        {
            bool truth => truth ? "true" : "false",
            string text => SymbolDisplay.FormatLiteral(text, quote: true),
            char letter => SymbolDisplay.FormatLiteral(letter, quote: true),
            float number => number.ToString("R", CultureInfo.InvariantCulture) + "f",
            double number => number.ToString("R", CultureInfo.InvariantCulture) + "d",
            decimal number => number.ToString(CultureInfo.InvariantCulture) + "m",
            _ => Number(value),
        };
    }

    private static string EnumLiteral(ITypeSymbol type, object value)
    {
        var member = type.GetMembers().OfType<IFieldSymbol>()
            .Where(field => field.HasConstantValue && Equals(field.ConstantValue, value))
            .Select(field => field.Name)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
        return member is null ? $"({Name(type)}){Number(value)}" : $"{Name(type)}.{Identifier(member)}";
    }

    private static string Number(object value) => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture);

    private static string Name(ITypeSymbol type) => type.ToDisplayString(Plain);

    private static string Identifier(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : $"@{name}";

    private static string Words(params (bool Holds, string Word)[] words) =>
        string.Concat(words.Where(word => word.Holds).Select(word => $"{word.Word} "));

    private static bool IsUnspeakable(ISymbol symbol) => symbol.Name.StartsWith('<');

    private static bool IsVisible(ITypeSymbol type)
    {
        for (var level = type.OriginalDefinition as INamedTypeSymbol; level is not null; level = level.ContainingType)
        {
            if (AccessOf(level) is null)
                return false;
        }

        return true;
    }

    // Null for what users cannot reach. What is protected can be reached only where deriving is possible.
    private static string? AccessOf(ISymbol symbol) => symbol.DeclaredAccessibility switch
    {
        Accessibility.Public => "public",
        Accessibility.Protected or Accessibility.ProtectedOrInternal when CanBeDerivedFrom(symbol.ContainingType) => "protected",
        _ => null,
    };

    private static bool CanBeDerivedFrom(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Interface || type is { TypeKind: TypeKind.Class, IsSealed: false, IsStatic: false };
}
