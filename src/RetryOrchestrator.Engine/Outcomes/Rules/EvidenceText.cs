using System.Text;

namespace RetryOrchestrator.Engine.Outcomes.Rules;

/// <summary>The text of a failure that rules look at.</summary>
internal static class EvidenceText
{
    // A page source or a log that came along is not the message. What went wrong stands at the
    // start (WebDriver) or at the end (a program's output).
    private const int Head = 6_000;
    private const int Tail = 2_000;

    /// <summary>The message, then what the exceptions add to it, bounded.</summary>
    public static string Of(FailureEvidence evidence, IReadOnlyList<Exception> chain)
    {
        var text = new StringBuilder(Bounded(evidence.Message ?? ""));
        foreach (var exception in chain)
        {
            var message = Bounded(exception.Message);
            if (
                text.Length < Head + Tail
                && !text.ToString().Contains(message, StringComparison.Ordinal)
            )
            {
                text.Append('\n').Append(message);
            }
        }

        // Apps write "confirm it’s you" with a typographer's apostrophe.
        return Bounded(text.Replace('\u2019', '\'').ToString());
    }

    /// <summary>A text, or the start and the end of a long one.</summary>
    public static string Bounded(string text) =>
        text.Length <= Head + Tail ? text : $"{text[..Head]}\n…\n{text[^Tail..]}";
}
