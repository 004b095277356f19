using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Summary;

/// <summary>
/// What the history's table says of an attempt, so that one look answers why it is uncertain or was
/// given back: the reason alone leaves out what the attempt was about to do.
/// </summary>
internal static class AttemptNote
{
    // So much of a reason that what follows it is still seen; the attempt's Message has all of it.
    private const int MessageColumns = 160;

    /// <summary>
    /// <c>killed by SIGKILL from outside; 'posting to ada' may have happened; given back: the
    /// orchestrator died while it was running</c>
    /// </summary>
    public static string Of(OrchestratorAttempt attempt)
    {
        var message = TerminalText.FirstLine(attempt.Message).TrimEnd('.');
        string?[] parts =
        [
            TextFit.Truncate(message, MessageColumns),
            Checkpoint(attempt),
            attempt.GivenBack is { } why ? $"given back: {TerminalText.CleanLine(why)}" : null,
        ];
        return string.Join("; ", parts.Where(part => !string.IsNullOrEmpty(part)));
    }

    private static string? Checkpoint(OrchestratorAttempt attempt)
    {
        if (attempt.Checkpoint is null)
        {
            return null;
        }

        var named = $"'{TerminalText.CleanLine(attempt.Checkpoint)}'";
        var note = TerminalText.FirstLine(attempt.VerificationNote);
        return attempt.Verification switch
        {
            Verification.Happened => $"asked: {named} had happened",
            Verification.DidNotHappen => $"asked: {named} had not happened",
            Verification.NoAnswer => $"{named} may have happened; asked: no answer"
                + (note.Length == 0 ? "" : $" ({note})"),
            _ when attempt.Outcome == AttemptOutcome.Uncertain => $"{named} may have happened",
            _ => $"its checkpoint was {named}",
        };
    }
}
