using System.Reflection;

namespace RetryOrchestrator.Help;

/// <summary>What a parameter is in one of the sets that it belongs to.</summary>
/// <param name="Set">The set; <see cref="CmdletShape.EverySet"/> for all.</param>
/// <param name="IsRequired">Whether it must be given.</param>
/// <param name="Position">From 0; null for one that is named.</param>
internal sealed record Membership(string Set, bool IsRequired, int? Position);

/// <summary>A parameter, as the cmdlet declares it.</summary>
internal sealed record ParameterShape
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its type as PowerShell writes it: <c>string[]</c>, <c>SwitchParameter</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Where it belongs, in the order of declaration; at least one.</summary>
    public required IReadOnlyList<Membership> Memberships { get; init; }

    /// <summary>Its other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether it takes wildcards.</summary>
    public bool TakesWildcards { get; init; }

    /// <summary>How it takes the pipeline: <c>False</c>, <c>True (ByValue)</c> and so on.</summary>
    public string PipelineInput { get; init; } = "False";

    /// <summary>Whether it is a switch.</summary>
    public bool IsSwitch => Type == "SwitchParameter";
}

/// <summary>A cmdlet, as the module declares it.</summary>
/// <param name="Verb">Its verb.</param>
/// <param name="Noun">Its noun.</param>
/// <param name="Parameters">Its parameters, in the order of declaration; the common ones of ShouldProcess last.</param>
internal sealed record CmdletShape(
    string Verb,
    string Noun,
    IReadOnlyList<ParameterShape> Parameters
)
{
    /// <summary>The name of PowerShell for "in all sets".</summary>
    public const string EverySet = "__AllParameterSets";

    private const string Automation = "System.Management.Automation.";

    /// <summary>Its sets, the default one first.</summary>
    public required IReadOnlyList<string> Sets { get; init; }

    /// <summary>Reads the cmdlets of a module, whose code is not run.</summary>
    /// <param name="module">The assembly.</param>
    /// <param name="references">What it was compiled against.</param>
    /// <returns>By name.</returns>
    public static IReadOnlyDictionary<string, CmdletShape> ReadAll(
        string module,
        IEnumerable<string> references
    )
    {
        using var context = new MetadataLoadContext(
            new PathAssemblyResolver([module, .. references])
        );
        return context
            .LoadFromAssemblyPath(module)
            .GetTypes()
            .Where(type => type is { IsPublic: true, IsAbstract: false })
            .Select(type => (Type: type, Cmdlet: Find(type, "CmdletAttribute")))
            .Where(one => one.Cmdlet is not null)
            .Select(one => Of(one.Type, one.Cmdlet!))
            .ToDictionary(cmdlet => $"{cmdlet.Verb}-{cmdlet.Noun}");
    }

    private static CmdletShape Of(Type type, CustomAttributeData cmdlet)
    {
        var parameters = type.GetProperties()
            .Where(property => Find(property, "ParameterAttribute") is not null)
            .OrderBy(property => Depth(property.DeclaringType!))
            .ThenBy(property => property.MetadataToken)
            .Select(Of)
            .ToList();
        if (Named(cmdlet, "SupportsShouldProcess") is true)
        {
            parameters.Add(Common("WhatIf", "wi"));
            parameters.Add(Common("Confirm", "cf"));
        }

        var first = Named(cmdlet, "DefaultParameterSetName") as string;
        var sets = parameters
            .SelectMany(parameter => parameter.Memberships)
            .Select(membership => membership.Set)
            .Where(set => set != EverySet)
            .Prepend(first ?? EverySet)
            .Distinct()
            .ToList();
        if (sets.Count > 1)
        {
            sets.Remove(EverySet);
        }

        return new CmdletShape(
            (string)cmdlet.ConstructorArguments[0].Value!,
            (string)cmdlet.ConstructorArguments[1].Value!,
            parameters
        )
        {
            Sets = sets,
        };
    }

    // What the cmdlet itself declares comes before what its bases do.
    private static int Depth(Type type) => type.BaseType is { } up ? Depth(up) - 1 : 0;

    private static ParameterShape Of(PropertyInfo property)
    {
        var attributes = property
            .CustomAttributes.Where(attribute => Is(attribute, "ParameterAttribute"))
            .ToList();
        string[] ways =
        [
            .. attributes.Exists(one => Named(one, "ValueFromPipeline") is true)
                ? ["ByValue"]
                : Array.Empty<string>(),
            .. attributes.Exists(one => Named(one, "ValueFromPipelineByPropertyName") is true)
                ? ["ByPropertyName"]
                : Array.Empty<string>(),
        ];
        return new ParameterShape
        {
            Name = property.Name,
            Type = TypeName(property.PropertyType),
            Memberships =
            [
                .. attributes.Select(one => new Membership(
                    Named(one, "ParameterSetName") as string ?? EverySet,
                    Named(one, "Mandatory") is true,
                    Named(one, "Position") is int position && position >= 0 ? position : null
                )),
            ],
            Aliases = Find(property, "AliasAttribute") is { } alias
                ? [.. Strings(alias.ConstructorArguments[0])]
                : [],
            TakesWildcards = Find(property, "SupportsWildcardsAttribute") is not null,
            PipelineInput = ways.Length == 0 ? "False" : $"True ({string.Join(", ", ways)})",
        };
    }

    private static ParameterShape Common(string name, string alias) =>
        new()
        {
            Name = name,
            Type = "SwitchParameter",
            Memberships = [new Membership(EverySet, IsRequired: false, Position: null)],
            Aliases = [alias],
        };

    private static string TypeName(Type type)
    {
        if (type.IsArray)
        {
            return $"{TypeName(type.GetElementType()!)}[]";
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition().FullName == "System.Nullable`1")
        {
            return TypeName(type.GetGenericArguments()[0]);
        }

        return type.FullName switch
        {
            "System.String" => "string",
            "System.Int32" => "int",
            "System.Int64" => "long",
            "System.Object" => "object",
            "System.Boolean" => "bool",
            "System.Double" => "double",
            _ => type.Name,
        };
    }

    private static IEnumerable<string> Strings(CustomAttributeTypedArgument argument) =>
        ((IEnumerable<CustomAttributeTypedArgument>)argument.Value!).Select(one =>
            (string)one.Value!
        );

    private static CustomAttributeData? Find(MemberInfo member, string attribute) =>
        member.CustomAttributes.FirstOrDefault(one => Is(one, attribute));

    private static bool Is(CustomAttributeData attribute, string name) =>
        attribute.AttributeType.FullName == Automation + name;

    private static object? Named(CustomAttributeData attribute, string name) =>
        attribute
            .NamedArguments.Where(argument => argument.MemberName == name)
            .Select(argument => argument.TypedValue.Value)
            .FirstOrDefault();
}
