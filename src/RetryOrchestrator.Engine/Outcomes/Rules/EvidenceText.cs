using System.Text;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>The text of a failure that rules look at.</summary>
internal static class EvidenceText
{
    // A page source or a log that came along is not the message. What went wrong stands at the
    // start (WebDriver) or at the end (a program's output).
    private const int Head = 6_000;
    private const int Tail = 2_000;

    /// <summary>The message, then what the exceptions add to it, bounded.</summary>
    public static string Of(string message, IReadOnlyList<Exception> chain)
    {
        if (chain.Count == 0)
        {
            return Readable(message);
        }

        var text = new StringBuilder(message);
        foreach (var exception in chain)
        {
            var more = Bounded(TerminalOutput.AsSeen(exception.Message));
            if (
                text.Length < Head + Tail
                && !text.ToString().Contains(more, StringComparison.Ordinal)
            )
            {
                text.Append('\n').Append(more);
            }
        }

        return Readable(Bounded(text.ToString()));
    }

    /// <summary>As rules expect it: apps write "confirm it’s you" with a typographer's apostrophe.</summary>
    public static string Readable(string text) => text.Replace('\u2019', '\'');

    /// <summary>A text, or the start and the end of a long one.</summary>
    public static string Bounded(string text) =>
        text.Length <= Head + Tail ? text : $"{text[..Head]}\n…\n{text[^Tail..]}";
}
