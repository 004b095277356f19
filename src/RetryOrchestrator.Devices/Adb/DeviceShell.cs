using System.Globalization;

namespace RetryOrchestrator.Devices.Adb;

/// <summary>
/// Commands for a device's own shell. Pure. Adb joins the arguments of <c>adb shell</c> with
/// spaces and has the device parse the result, so what is to arrive as it is must be quoted for
/// that parser, and by nobody else.
/// </summary>
internal static class DeviceShell
{
    /// <summary>
    /// A line that runs a program with exactly these arguments, whatever is in them: quotes,
    /// <c>$</c>, backticks, line breaks and emoji are text and nothing more.
    /// </summary>
    /// <exception cref="ArgumentException">There is a zero character: no argument can hold one.</exception>
    public static string Command(IEnumerable<string> words) =>
        string.Join(' ', words.Select(Quote));

    /// <summary>One argument, in single quotes where it needs them.</summary>
    /// <exception cref="ArgumentException">There is a zero character in it.</exception>
    public static string Quote(string word)
    {
        if (word.Contains('\0'))
        {
            throw new ArgumentException("An argument cannot hold a zero character.", nameof(word));
        }

        return word.Length > 0 && word.All(IsPlain) ? word : $"'{word.Replace("'", @"'\''")}'";
    }

    /// <summary>
    /// The command with its exit code printed behind its output, because adb's own exit code is 0
    /// when the device is lost in the middle.
    /// </summary>
    public static string WithSentinel(string command, string sentinel) =>
        $"{command}; echo {sentinel}$?";

    /// <summary>
    /// Takes the exit code from behind the output. False when it is not there, whole and at the
    /// very end: then the command was cut off.
    /// </summary>
    public static bool TryRead(string text, string sentinel, out string output, out int exitCode)
    {
        output = "";
        exitCode = -1;
        var at = text.LastIndexOf(sentinel, StringComparison.Ordinal);
        if (at < 0 || !text.EndsWith('\n'))
        {
            return false;
        }

        output = text[..at];
        return int.TryParse(
            text.AsSpan(at + sentinel.Length).TrimEnd("\r\n"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out exitCode
        );
    }

    private static bool IsPlain(char c) =>
        char.IsAsciiLetterOrDigit(c)
        || c is '-' or '_' or '.' or '/' or ':' or '=' or ',' or '+' or '@';
}
