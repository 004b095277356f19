using System.Text;
using Wcwidth;

namespace RetryOrchestrator.Host.Display;

/// <summary>
/// A message for a terminal, broken between words: terminals break in them. What has no blank in it,
/// such as a path, is left whole, so that it can be copied, and so is a command in a line of its own.
/// </summary>
internal static class MessageText
{
    /// <summary>The text with line ends where a line would be wider than the terminal.</summary>
    /// <param name="text">The text; it may have line ends of its own.</param>
    /// <param name="columns">The columns of a line.</param>
    public static string Wrap(string text, int columns) =>
        text.Length <= columns / 2 // no character is wider than two columns
            ? text
            : string.Join('\n', text.Split('\n').Select(line => WrapLine(line, columns)));

    private static string WrapLine(string line, int columns)
    {
        if (line.StartsWith("    Get-Orchestrator", StringComparison.Ordinal))
        {
            return line;
        }

        var wrapped = new StringBuilder();
        var width = 0;
        foreach (var (index, word) in line.Split(' ').Index())
        {
            var wide = word.Sum(character => Math.Max(0, UnicodeCalculator.GetWidth(character)));
            if (width > 0 && width + 1 + wide > columns)
            {
                wrapped.Append('\n');
                width = 0;
            }
            else if (index > 0)
            {
                wrapped.Append(' ');
                width++;
            }

            wrapped.Append(word);
            width += wide;
        }

        return wrapped.ToString();
    }
}
