namespace RetryOrchestrator.Engine.Outcomes.Output;

/// <summary>
/// Reads the last lines of a stream as a person does who looks for the reason: which of them say
/// something, which were one line before they were wrapped. Pure.
/// </summary>
internal static class OutputReading
{
    // A message of Windows PowerShell is wrapped to the width of a console.
    private const int MostWrapped = 6;

    /// <summary>The lines, oldest first.</summary>
    public static List<OutputLine> Of(IReadOnlyList<string> lines)
    {
        var read = new List<OutputLine>(lines.Count);
        var inTraceback = false;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = Bounded(lines[i]);
            inTraceback =
                line.StartsWith("Traceback (most", StringComparison.Ordinal)
                || (inTraceback && char.IsWhiteSpace(line[0]));
            if (LinePatterns.PowerShellMessage().Match(line) is { Success: true } wrapped)
            {
                Join(
                    read,
                    wrapped.Groups["text"].Value,
                    continues: i > 0 && IsMessage(lines[i - 1])
                );
            }
            else if (LinePatterns.WindowsPowerShellPlace().IsMatch(line))
            {
                JoinWrapped(read);
                read.Add(new OutputLine(line.Trim(), LineKind.Frame));
            }
            else
            {
                var isQuoted = inTraceback || IsQuoted(lines, i);
                read.Add(isQuoted ? new OutputLine(line.Trim(), LineKind.Frame) : Read(line));
            }
        }

        return read;
    }

    private static OutputLine Read(string line)
    {
        if (LinePatterns.NpmPrefix().Match(line) is not { Success: true } prefix)
        {
            var text = line.Trim();
            return new OutputLine(text, KindOf(line, text));
        }

        var passedOn = line[prefix.Length..].Trim();
        return LinePatterns.NpmOwn().IsMatch(passedOn)
            ? new OutputLine(line.Trim(), LineKind.Frame)
            : new OutputLine(passedOn, KindOf(passedOn, passedOn));
    }

    private static LineKind KindOf(string line, string text) =>
        LinePatterns.Rule().IsMatch(text)
        || LinePatterns.StackFrame().IsMatch(line)
        || LinePatterns.Source().IsMatch(line)
        || LinePatterns.WrapperStart().IsMatch(text)
        || LinePatterns.WrapperWithin().IsMatch(text)
            ? LineKind.Frame
        : LinePatterns.Warning().IsMatch(text) ? LineKind.Warning
        : LinePatterns.NoteStart().IsMatch(text) || LinePatterns.NoteWithin().IsMatch(text)
            ? LineKind.Note
        : LineKind.Said;

    // The line of source that a mark under it points at, or that follows a frame of Python's.
    private static bool IsQuoted(IReadOnlyList<string> lines, int i) =>
        (i + 1 < lines.Count && IsMark(lines[i + 1]))
        || (
            i > 0
            && lines[i].StartsWith("    ", StringComparison.Ordinal)
            && IsPythonFrame(lines[i - 1])
        );

    private static bool IsMark(string line) =>
        line.AsSpan().Trim() is { Length: > 0 } mark && mark.IndexOfAnyExcept("^~ ") < 0;

    private static bool IsPythonFrame(string line) =>
        line.StartsWith("  File \"", StringComparison.Ordinal);

    private static bool IsMessage(string line) => LinePatterns.PowerShellMessage().IsMatch(line);

    private static void Join(List<OutputLine> read, string text, bool continues)
    {
        if (continues && read.Count > 0)
        {
            read[^1] = read[^1] with { Text = $"{read[^1].Text} {text.Trim()}" };
        }
        else
        {
            read.Add(new OutputLine(text.Trim(), LineKind.Said));
        }
    }

    private static void JoinWrapped(List<OutputLine> read)
    {
        var first = read.Count;
        while (
            first > 0 && read.Count - first < MostWrapped && read[first - 1].Kind == LineKind.Said
        )
        {
            first--;
        }

        if (read.Count - first > 1)
        {
            var text = string.Join(' ', read.Skip(first).Select(line => line.Text));
            read.RemoveRange(first, read.Count - first);
            read.Add(new OutputLine(text, LineKind.Said));
        }
    }

    private static string Bounded(string line) =>
        line.Length <= ProgramOutput.MaxLineLength
            ? line
            : $"{line[..(ProgramOutput.MaxLineLength / 2)]} … {line[^(ProgramOutput.MaxLineLength / 2 - 3)..]}";
}
