using System.Text;

namespace RetryOrchestrator.Host.Display;

/// <summary>Standard output or standard error, with what is at its other end.</summary>
internal sealed class TextStream(TextWriter writer, bool isTerminal, Func<int> width, bool colour)
{
    /// <summary>Columns that views are laid out for when no terminal says how many it has.</summary>
    public const int WidthOfFiles = 120;

    /// <summary>The text itself, for data.</summary>
    public TextWriter Writer => writer;

    /// <summary>Whether a person is looking, not a file or a program reading.</summary>
    public bool IsTerminal => isTerminal;

    /// <summary>Whether text may be coloured.</summary>
    public bool Colour => colour;

    /// <summary>Columns of a line.</summary>
    public int Width => isTerminal ? Math.Max(1, width()) : WidthOfFiles;

    /// <summary>This process's standard output.</summary>
    public static TextStream Output() =>
        Of(Console.OpenStandardOutput(), !Console.IsOutputRedirected);

    /// <summary>This process's standard error.</summary>
    public static TextStream Error() => Of(Console.OpenStandardError(), !Console.IsErrorRedirected);

    /// <summary>Writes text, coloured line by line so that a cut line stays clean.</summary>
    public void Write(string text, ConsoleColor? textColour, bool endLine)
    {
        writer.Write(colour && textColour is { } shade ? Ansi.Paint(text, shade) : text);
        if (endLine)
        {
            writer.WriteLine();
        }

        writer.Flush();
    }

    private static TextStream Of(Stream stream, bool isTerminal)
    {
        // A byte order mark at the start of piped data would end up in its first field.
        var writer = new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = false };
        var drawable =
            isTerminal
            && Environment.GetEnvironmentVariable("TERM") != "dumb"
            && (!OperatingSystem.IsWindows() || WindowsTerminal.TryEnable());
        return new TextStream(
            writer,
            drawable,
            () => Console.WindowWidth,
            drawable && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        );
    }
}
