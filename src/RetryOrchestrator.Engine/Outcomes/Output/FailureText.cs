using RetryOrchestrator.Engine.Outcomes.Rules;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Outcomes.Output;

/// <summary>A text that rules look at, and the message of a failure that is sorted by it.</summary>
/// <param name="Text">What rules look at.</param>
/// <param name="Message">What the history says.</param>
internal readonly record struct Saying(string Text, string Message);

/// <summary>
/// The texts of a failure, in the order in which they are looked at. Of a program's output each
/// line is a text of its own: the latest first, for what is said last is mostly why it ended.
/// </summary>
/// <remarks>
/// The built-in rules look at lines that may be the reason, then at warnings; at news and advice
/// only where nothing else was said; at standard output only where standard error says nothing of
/// its own. A user's rule may be about any line.
/// </remarks>
internal sealed class FailureText
{
    private FailureText(IReadOnlyList<Saying> likely, IReadOnlyList<Saying> all, string message)
    {
        Likely = likely;
        All = all;
        Message = message;
    }

    /// <summary>What the built-in rules look at.</summary>
    public IReadOnlyList<Saying> Likely { get; }

    /// <summary>What the user's rules look at; never empty.</summary>
    public IReadOnlyList<Saying> All { get; }

    /// <summary>The message when no rule matched.</summary>
    public string Message { get; }

    /// <summary>Reads them.</summary>
    /// <param name="evidence">What is known of the failure.</param>
    /// <param name="chain">Its exceptions.</param>
    public static FailureText Of(FailureEvidence evidence, IReadOnlyList<Exception> chain)
    {
        // A page or a log that a script threw belongs into its artifacts, not into the history.
        var message = EvidenceText.Bounded(TerminalOutput.AsSeen(evidence.Message));
        return evidence.Output is { IsEmpty: false } output
            ? OfOutput(output, message, evidence.Remark)
            : Of(new Saying(EvidenceText.Of(message, chain), WithRemark(message, evidence.Remark)));
    }

    private static FailureText Of(Saying one) => new([one], [one], one.Message);

    private static FailureText OfOutput(ProgramOutput output, string ended, string? remark)
    {
        var error = Latest(output.Error);
        var standard = Latest(output.Output);
        var errorSays = error.Exists(line => line.Kind == LineKind.Said);
        var likely = errorSays ? Likelies(error) : [.. Likelies(error), .. Likelies(standard)];
        OutputLine[] all = [.. error, .. standard];
        return new FailureText(
            Sayings(likely.Select(line => line.Text)),
            Sayings(all.Select(line => line.Text)),
            WithRemark(Best(all, ended), remark)
        );

        List<Saying> Sayings(IEnumerable<string> texts) =>
            texts
                .Select(text => new Saying(EvidenceText.Readable(text), WithRemark(text, remark)))
                .ToList();
    }

    // A frame of a stack alone tells nobody anything; how the program ended is something.
    private static string Best(OutputLine[] lines, string ended)
    {
        var best = lines.MinBy(line => line.Kind);
        return best.Kind == LineKind.Frame && ended.Length > 0
            ? $"{ended}: {best.Text}"
            : best.Text;
    }

    private static List<OutputLine> Latest(IReadOnlyList<string> lines)
    {
        var read = OutputReading.Of(lines);
        read.Reverse();
        return read;
    }

    private static IEnumerable<OutputLine> Likelies(List<OutputLine> lines)
    {
        var said = lines.Where(line => line.Kind <= LineKind.Warning).OrderBy(line => line.Kind);
        return lines.Exists(line => line.Kind == LineKind.Said)
            ? said
            : said.Concat(lines.Where(line => line.Kind == LineKind.Note));
    }

    private static string WithRemark(string message, string? remark) =>
        remark is null ? message : $"{message} ({remark})";
}
