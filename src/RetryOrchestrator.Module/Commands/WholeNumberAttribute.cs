using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace RetryOrchestrator.Module.Commands;

/// <summary>
/// Takes whole numbers only. PowerShell by itself makes 15 of the text <c>1,5</c> and 2 of 1.5 or
/// 2.5: a limit that nobody asked for.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WholeNumberAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether the parameter takes several.</summary>
    public bool List { get; init; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is IEnumerable many and not string
            ? TransformList(many, inputData)
            : TransformOne(value, inputData);
    }

    private object TransformList(IEnumerable many, object given)
    {
        var items = many.Cast<object>().ToList();
        return List
            ? items
                .Select(item => TransformOne(item is PSObject one ? one.BaseObject : item, item))
                .ToArray()
            : throw Refusal(string.Join(',', items.Select(CellText.Of)), given);
    }

    private object TransformOne(object value, object given) =>
        value switch
        {
            string text when string.IsNullOrWhiteSpace(text) => given,
            string text when Parsed(text) is { } number => number,
            // What is no number in any way may be meant for another parameter of the same place.
            string text when List && !LanguagePrimitives.TryConvertTo<long>(text, out _) => given,
            string text => throw Refusal(text, given),
            double or float or decimal when !IsWhole(value) => throw Refusal(
                CellText.Of(value)!,
                given
            ),
            _ => given,
        };

    private static long? Parsed(string text) =>
        long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static bool IsWhole(object value)
    {
        var number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return number == Math.Truncate(number);
    }

    private static ArgumentTransformationMetadataException Refusal(string text, object given) =>
        new($"'{text}' is no whole number. Write its digits alone, such as 15 or 1500.")
        {
            Data = { ["Value"] = given },
        };
}
