using System.Globalization;

namespace RetryOrchestrator.Devices.Adb;

/// <summary>Reads what people write for a device. Pure.</summary>
public static class DeviceSerial
{
    /// <summary>
    /// The serial without what stands around it, and why it cannot be one, or null: no device has a
    /// blank or an invisible character in its serial, and with one it would only be a device that is
    /// not there.
    /// </summary>
    /// <param name="written">What was written.</param>
    /// <param name="where">Where, for the message, such as <c>-Device</c>.</param>
    public static (string Serial, string? Problem) Read(string written, string where)
    {
        ArgumentNullException.ThrowIfNull(written);
        var serial = TrimInvisible(written);
        return serial.Length == 0 ? (serial, $"{where} has a blank serial.")
            : serial.Any(IsInvisible)
                ? (
                    serial,
                    $"{where}: '{Shown(serial)}' is no serial: it has {Name(serial.First(IsInvisible))} "
                        + $"inside. {Advice(serial)}"
                )
            : (serial, null);
    }

    private static string TrimInvisible(string text)
    {
        var first = 0;
        var end = text.Length;
        while (first < end && IsInvisible(text[first]))
        {
            first++;
        }

        while (end > first && IsInvisible(text[end - 1]))
        {
            end--;
        }

        return text[first..end];
    }

    private static bool IsInvisible(char c) =>
        char.IsWhiteSpace(c)
        || char.IsControl(c)
        || char.GetUnicodeCategory(c) == UnicodeCategory.Format;

    private static string Name(char c) =>
        c switch
        {
            ' ' => "a blank",
            '\t' => "a tab",
            '\n' or '\r' => "a line break",
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"an invisible character (U+{(int)c:X4})"
            ),
        };

    private static string Shown(string serial) =>
        string.Concat(
            serial.Select(c =>
                c == ' ' ? "␣"
                : IsInvisible(c) ? string.Create(CultureInfo.InvariantCulture, $"<U+{(int)c:X4}>")
                : $"{c}"
            )
        );

    private static string Advice(string serial) =>
        serial.Contains(' ')
            ? "Write several devices as a list ('A', 'B'), and each as 'adb devices' shows it."
            : "Write it as 'adb devices' shows it.";
}
