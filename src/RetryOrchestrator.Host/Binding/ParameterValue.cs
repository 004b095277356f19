using System.Collections;
using System.Management.Automation;
using RetryOrchestrator.Host.CommandLine;

namespace RetryOrchestrator.Host.Binding;

/// <summary>
/// Gives words the shape that a parameter's type asks for. PowerShell does the rest of the
/// conversion when it binds: text is never put back together and parsed again.
/// </summary>
internal static class ParameterValue
{
    /// <summary>Whether the type takes several values.</summary>
    public static bool IsList(Type type) =>
        type.IsArray || (typeof(IList).IsAssignableFrom(type) && type != typeof(string));

    /// <summary>
    /// Whether a word can be a value of the type by its place. What is no list of numbers, such as
    /// the path <c>my,list.csv</c>, is meant whole, for another parameter of the same place.
    /// </summary>
    public static bool Fits(Type type, string word) =>
        type.GetElementType() is not { IsPrimitive: true } number
        || word.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .All(element => LanguagePrimitives.TryConvertTo(element.Trim(), number, out _));

    /// <summary>The value for a parameter of the type.</summary>
    /// <exception cref="UsageException">The type cannot be given as text.</exception>
    public static object From(Type type, string name, string word)
    {
        if (type == typeof(SwitchParameter) || type == typeof(bool) || type == typeof(bool?))
        {
            return Truth(name, word);
        }

        if (type == typeof(ScriptBlock))
        {
            return ScriptBlock.Create(WithoutBraces(word));
        }

        if (typeof(IDictionary).IsAssignableFrom(type))
        {
            throw new UsageException(
                $"-{name} takes a hashtable, which a single word cannot be. "
                    + "Use --command with the pipeline as PowerShell text."
            );
        }

        return IsList(type) ? ListWord.Split(word).ToArray() : word;
    }

    private static bool Truth(string name, string word) =>
        word.TrimStart('$').ToLowerInvariant() switch
        {
            "true" or "1" => true,
            "false" or "0" => false,
            _ => throw new UsageException($"-{name} takes true or false, not '{word}'."),
        };

    private static string WithoutBraces(string text)
    {
        var trimmed = text.Trim();
        return trimmed is ['{', .., '}'] ? trimmed[1..^1] : trimmed;
    }
}
