namespace RetryOrchestrator.Host.Display;

/// <summary>The few control sequences that are used.</summary>
internal static class Ansi
{
    /// <summary>Back to the first column, and the line empty.</summary>
    public const string ClearLine = "\r\e[K";

    private const string Reset = "\e[0m";

    /// <summary>Text in a colour, each line for itself.</summary>
    public static string Paint(string text, ConsoleColor colour) =>
        string.Join('\n', text.Split('\n').Select(line => $"\e[{Code(colour)}m{line}{Reset}"));

    private static int Code(ConsoleColor colour) =>
        colour switch
        {
            ConsoleColor.Black => 30,
            ConsoleColor.DarkRed => 31,
            ConsoleColor.DarkGreen => 32,
            ConsoleColor.DarkYellow => 33,
            ConsoleColor.DarkBlue => 34,
            ConsoleColor.DarkMagenta => 35,
            ConsoleColor.DarkCyan => 36,
            ConsoleColor.Gray => 37,
            ConsoleColor.DarkGray => 90,
            ConsoleColor.Red => 91,
            ConsoleColor.Green => 92,
            ConsoleColor.Yellow => 93,
            ConsoleColor.Blue => 94,
            ConsoleColor.Magenta => 95,
            ConsoleColor.Cyan => 96,
            _ => 97,
        };
}
