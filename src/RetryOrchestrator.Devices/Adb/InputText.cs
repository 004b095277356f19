namespace RetryOrchestrator.Devices.Adb;

/// <summary>
/// A text as the calls of a device's <c>input</c> that type it. Pure.
/// </summary>
/// <remarks>
/// <c>input text</c> presses the keys of a US keyboard: it types printable ASCII, and on most
/// phones crashes at anything else (accents, emoji). A space is written <c>%s</c>; there is no
/// escape for a literal <c>%s</c>, so that is typed in two calls. Line breaks and tabs are keys of
/// their own. Text with other characters goes through an Appium session (a flow's <c>type</c>), or
/// through an intent's extra.
/// </remarks>
internal static class InputText
{
    private const string EnterKey = "66";
    private const string TabKey = "61";

    /// <summary>The first character that cannot be typed this way, or null when all can.</summary>
    public static string? FindUntypable(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is not ('\n' or '\r' or '\t' or >= ' ' and <= '~'))
            {
                return rune.ToString();
            }
        }

        return null;
    }

    /// <summary>The commands, in order, each as its words.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Commands(string text)
    {
        var commands = new List<IReadOnlyList<string>>();
        var plain = "";
        foreach (var c in text.ReplaceLineEndings("\n"))
        {
            if (c is '\n' or '\t')
            {
                Flush();
                commands.Add(["input", "keyevent", c == '\n' ? EnterKey : TabKey]);
                continue;
            }

            if (c == 's' && plain.EndsWith('%'))
            {
                Flush();
            }

            plain += c;
        }

        Flush();
        return commands;

        void Flush()
        {
            if (plain.Length > 0)
            {
                commands.Add(["input", "text", plain.Replace(" ", "%s")]);
                plain = "";
            }
        }
    }
}
