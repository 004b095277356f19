using System.Collections;
using System.Management.Automation;

namespace RetryOrchestrator.Module.Runspaces;

/// <summary>
/// What is bound to the runspace it was made in: its code runs there alone. Called from elsewhere
/// it waits for that runspace, which waits for the run.
/// </summary>
internal static class RunspaceBound
{
    private const int Deepest = 16;

    // PowerShell's own marks: on the assembly of a script's classes, and on a class without affinity.
    private const string ScriptAssembly = "DynamicClassImplementationAssemblyAttribute";
    private const string WithoutAffinity = "NoRunspaceAffinityAttribute";

    /// <summary>Looks into a value, its elements and its properties.</summary>
    /// <returns>The first found: where, empty for the value itself, and what it is; null for none.</returns>
    public static (string Path, string What)? Find(object? value) =>
        Find(value, "", new HashSet<object>(ReferenceEqualityComparer.Instance), Deepest);

    private static (string, string)? Find(
        object? value,
        string path,
        HashSet<object> seen,
        int depth
    )
    {
        var item = value is PSObject { BaseObject: not PSCustomObject } wrapped
            ? wrapped.BaseObject
            : value;
        if (item is null or string || item.GetType().IsPrimitive || depth == 0)
        {
            return null;
        }

        if (What(item) is { } what)
        {
            return (path, what);
        }

        // An object that holds itself is looked into once.
        if (!seen.Add(value!))
        {
            return null;
        }

        return Parts(value!, item, path)
            .Select(part =>
                part.Value is Code code
                    ? ((string, string)?)(part.Path, code.What)
                    : Find(part.Value, part.Path, seen, depth - 1)
            )
            .FirstOrDefault(found => found is not null);
    }

    private static string? What(object item) =>
        item switch
        {
            ScriptBlock => "a script block",
            Delegate code when IsOfScript(code) => "a delegate made from a script block",
            Enum or Type => null,
            _ => ClassOf(item.GetType()) is { } type
                ? $"an instance of the script class '{type.Name}'"
                : null,
        };

    // A compiled expression keeps what it refers to beside its code.
    private static bool IsOfScript(Delegate code) =>
        code.Target is { } closure
        && closure.GetType().GetField("Constants")?.GetValue(closure) is object[] constants
        && constants.Any(constant => constant is ScriptBlock);

    /// <summary>The script class that a type is or derives from.</summary>
    private static Type? ClassOf(Type type)
    {
        for (var one = type; one is not null; one = one.BaseType)
        {
            if (one.Assembly.IsDynamic && Has(one.Assembly.CustomAttributes, ScriptAssembly))
            {
                return Has(one.CustomAttributes, WithoutAffinity) ? null : one;
            }
        }

        return null;
    }

    private static bool Has(
        IEnumerable<System.Reflection.CustomAttributeData> attributes,
        string name
    ) => attributes.Any(attribute => attribute.AttributeType.Name == name);

    private static IEnumerable<(string Path, object? Value)> Parts(
        object value,
        object item,
        string path
    )
    {
        if (value is PSObject shell)
        {
            foreach (var part in Members(shell, path))
            {
                yield return part;
            }
        }

        if (item is IDictionary table)
        {
            foreach (DictionaryEntry entry in table)
            {
                yield return ($"{path}.{entry.Key}", entry.Value);
            }
        }
        // Lists of numbers and text hold nothing that could be bound, and may be long.
        else if (item is IList list && !HasPlainElements(list.GetType()))
        {
            for (var index = 0; index < list.Count; index++)
            {
                yield return ($"{path}[{index}]", list[index]);
            }
        }
    }

    private static bool HasPlainElements(Type list)
    {
        var element =
            list.GetElementType()
            ?? (list.IsGenericType ? list.GenericTypeArguments[0] : typeof(object));
        return element.IsPrimitive || element == typeof(string);
    }

    // Only what was added to this very object: what its type has is known in every runspace.
    private static IEnumerable<(string Path, object? Value)> Members(PSObject shell, string path)
    {
        foreach (var member in shell.Members.Where(member => member.IsInstance))
        {
            var at = $"{path}.{member.Name}";
            switch (member)
            {
                case PSScriptProperty:
                    yield return (at, new Code("a property that is a script"));
                    break;
                case PSScriptMethod:
                    yield return (at, new Code("a method that is a script"));
                    break;
                case PSNoteProperty note:
                    yield return (at, note.Value);
                    break;
            }
        }
    }

    private sealed record Code(string What);
}
