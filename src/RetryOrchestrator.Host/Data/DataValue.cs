using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace RetryOrchestrator.Host.Data;

/// <summary>Values as other programs read them: invariant, times with their offset.</summary>
internal static class DataValue
{
    /// <summary>The value itself, without PowerShell's wrapping.</summary>
    public static object? Unwrap(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    /// <summary>The text of a value that has one of its own; null for lists and objects.</summary>
    public static string? Text(object value) =>
        value switch
        {
            string text => text,
            DateTimeOffset moment => Exact(moment),
            DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
            TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
            Enum or bool or Guid or char or Version or Uri or Type => value.ToString(),
            IFormattable number when value.GetType().IsPrimitive || value is decimal =>
                number.ToString(null, CultureInfo.InvariantCulture),
            ScriptBlock or FileSystemInfo => value.ToString(),
            _ => null,
        };

    // What is on this machine's clock, as the times of jobs are, is the same data elsewhere.
    private static string Exact(DateTimeOffset moment) =>
        (
            moment.Offset == TimeZoneInfo.Local.GetUtcOffset(moment)
                ? moment.ToUniversalTime()
                : moment
        ).ToString("O", CultureInfo.InvariantCulture);

    /// <summary>The text of any value in a table's cell; a list's elements are joined.</summary>
    public static string Cell(object? value) =>
        Unwrap(value) switch
        {
            null => "",
            var one when Text(one) is { } text => text,
            IEnumerable many => string.Join("; ", many.Cast<object?>().Select(Cell)),
            var other => other.ToString() ?? "",
        };

    /// <summary>A property's value; null when it cannot be read.</summary>
    public static object? Read(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }
}
