using System.Text;

namespace RetryOrchestrator.Host.Display;

/// <summary>Standard output or standard error, with what is at its other end.</summary>
/// <param name="writer">Takes the text.</param>
/// <param name="isTerminal">Whether a person is looking, not a file or a program reading.</param>
/// <param name="width">How many columns the terminal has.</param>
/// <param name="colour">Whether text may be coloured.</param>
/// <param name="end">Where the writer's text goes; null when that is sure to take it.</param>
internal sealed class TextStream(
    TextWriter writer,
    bool isTerminal,
    Func<int> width,
    bool colour,
    EnduringStream? end = null
)
{
    /// <summary>Columns that views are laid out for when no terminal says how many it has.</summary>
    public const int WidthOfFiles = 120;

    /// <summary>The text itself, for data.</summary>
    public TextWriter Writer => writer;

    /// <summary>Whether a person is looking, not a file or a program reading.</summary>
    public bool IsTerminal => isTerminal;

    /// <summary>Whether text may be coloured.</summary>
    public bool Colour => colour;

    /// <summary>Why something was left out, the first time; null when all was written.</summary>
    public string? Failure => end?.Failure;

    /// <summary>How long the write has been waiting that is going on; zero when there is none.</summary>
    public TimeSpan WaitingFor => end?.WaitingFor ?? TimeSpan.Zero;

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
        var end = new EnduringStream(stream, TimeProvider.System);
        var writer = new StreamWriter(end, new UTF8Encoding(false)) { AutoFlush = false };
        var drawable =
            isTerminal
            && Environment.GetEnvironmentVariable("TERM") != "dumb"
            && (!OperatingSystem.IsWindows() || WindowsTerminal.TryEnable());
        return new TextStream(
            writer,
            drawable,
            () => Console.WindowWidth,
            drawable && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
            end
        );
    }
}
