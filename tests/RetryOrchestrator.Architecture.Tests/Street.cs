using Mono.Cecil;

namespace RetryOrchestrator.Architecture.Tests;

/// <summary>Houses side by side, and which of their public types anybody outside meets.</summary>
internal sealed class Street
{
    private readonly IReadOnlyList<ModuleDefinition> _houses;
    private readonly IReadOnlyDictionary<string, TypeDefinition> _types;

    /// <param name="houses">The assemblies.</param>
    public Street(params string[] houses)
    {
        _houses = [.. houses.Select(house => ModuleDefinition.ReadModule(House.FileOf(house)))];
        // What compilers add has the same names in every house.
        _types = _houses
            .SelectMany(house => house.GetTypes())
            .Where(type => type.FullName.StartsWith("RetryOrchestrator.", StringComparison.Ordinal))
            .ToDictionary(type => type.FullName);
    }

    /// <summary>
    /// The public types that no other house names, that are no cmdlets, and that none of these shows
    /// to whoever uses it.
    /// </summary>
    /// <param name="seen">Types that are met elsewhere.</param>
    public IReadOnlyList<string> PublicForNobody(params string[] seen)
    {
        var met = new HashSet<TypeDefinition>();
        var next = new Stack<TypeDefinition>([
            .. Ours(_houses.SelectMany(house => house.GetTypeReferences())),
            .. _types.Values.Where(IsCmdlet),
            .. seen.Select(name => _types[name]),
        ]);
        while (next.TryPop(out var type))
        {
            if (met.Add(type))
            {
                Ours(Shown(type)).ToList().ForEach(next.Push);
            }
        }

        return
        [
            .. _types
                .Values.Where(type => IsPublic(type) && !met.Contains(type))
                .Select(type => type.FullName)
                .Order(StringComparer.Ordinal),
        ];
    }

    private IEnumerable<TypeDefinition> Ours(IEnumerable<TypeReference> types) =>
        types
            .SelectMany(Parts)
            .Select(type => _types.GetValueOrDefault(type.FullName))
            .OfType<TypeDefinition>();

    // What the compiler wants as public as the type itself.
    private static IEnumerable<TypeReference> Shown(TypeDefinition type) =>
        [
            .. ((TypeReference?[])[type.DeclaringType, type.BaseType]).OfType<TypeReference>(),
            .. type.IsInterface ? type.Interfaces.Select(one => one.InterfaceType) : [],
            .. Bounds(type),
            .. type.Fields.Where(IsShown).Select(field => field.FieldType),
            .. type
                .Methods.Where(IsShown)
                .SelectMany(method =>
                    (TypeReference[])
                        [
                            method.ReturnType,
                            .. method.Parameters.Select(parameter => parameter.ParameterType),
                            .. Bounds(method),
                        ]
                ),
        ];

    private static IEnumerable<TypeReference> Bounds(IGenericParameterProvider generic) =>
        generic.GenericParameters.SelectMany(parameter =>
            parameter.Constraints.Select(constraint => constraint.ConstraintType)
        );

    private static IEnumerable<TypeReference> Parts(TypeReference type) =>
        type switch
        {
            GenericInstanceType generic =>
            [
                generic.ElementType,
                .. generic.GenericArguments.SelectMany(Parts),
            ],
            TypeSpecification made => Parts(made.ElementType),
            _ => [type],
        };

    private static bool IsCmdlet(TypeDefinition type) =>
        IsPublic(type)
        && type.CustomAttributes.Any(attribute =>
            attribute.AttributeType.Name == "CmdletAttribute"
        );

    private static bool IsPublic(TypeDefinition type) =>
        type.IsPublic || (type.IsNestedPublic && IsPublic(type.DeclaringType));

    private static bool IsShown(FieldDefinition field) =>
        field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    private static bool IsShown(MethodDefinition method) =>
        method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;
}
