using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Rendering;

/// <summary>The lines of <c>-Verbose</c>: one for each attempt that starts or ends.</summary>
public static class AttemptLine
{
    // A stack trace on one line must not fill the screen; the state keeps the whole message.
    private const int MessageColumns = 300;

    /// <summary>
    /// A line for each attempt of a change, the ended ones first; for a short one that started and
    /// ended within it, both lines, one after the other.
    /// </summary>
    public static IEnumerable<string> Of(AttemptsMoved moved)
    {
        var started = moved.Started.ToDictionary(attempt => (attempt.JobId, attempt.Number));
        foreach (var ended in moved.Ended)
        {
            if (started.Remove((ended.JobId, ended.Number), out var start))
            {
                yield return Started(start);
            }

            yield return Ended(ended);
        }

        foreach (var start in moved.Started)
        {
            if (started.ContainsKey((start.JobId, start.Number)))
            {
                yield return Started(start);
            }
        }
    }

    /// <summary><c>worker 2: job v17 (attempt 1) started, account ada, device emulator-5554</c></summary>
    public static string Started(StartedAttempt attempt)
    {
        var account = attempt.Account is { } a ? $", account {TerminalText.CleanLine(a)}" : "";
        var device = attempt.Device is { } d ? $", device {TerminalText.CleanLine(d)}" : "";
        return $"{Subject(attempt.Worker, attempt.JobId, attempt.Number)} started{account}{device}";
    }

    /// <summary>
    /// <c>worker 2: job v17 (attempt 1) failed after 0:00:41, infrastructure (adb_timeout): ADB
    /// timeout; now retrying: retry 1 of 3</c>
    /// </summary>
    public static string Ended(EndedAttempt attempt)
    {
        var outcome = attempt.Outcome.ToString().ToLowerInvariant();
        var verb = attempt.Outcome switch
        {
            AttemptOutcome.Success => "succeeded",
            AttemptOutcome.Cancelled or AttemptOutcome.Deferred or AttemptOutcome.Interrupted =>
                $"was {outcome}",
            AttemptOutcome.Uncertain => "ended uncertain",
            _ => outcome,
        };
        var line =
            $"{Subject(attempt.Worker, attempt.JobId, attempt.Number)} {verb}"
            + (
                attempt.Outcome == AttemptOutcome.Interrupted
                    ? ""
                    : $" after {Words.Duration(attempt.Duration)}"
            );
        return line + Why(attempt.Failure) + Next(attempt);
    }

    /// <summary>
    /// <c>job v17 (attempt 2), account (suspended): Your account was suspended; account failures
    /// are not retried</c>: why a job is not tried again in this run.
    /// </summary>
    /// <param name="attempt">Its last attempt.</param>
    /// <param name="why">What is said in place of the attempt's own reason; null for that.</param>
    public static string NotTriedAgain(EndedAttempt attempt, string? why = null)
    {
        var reason = why ?? TerminalText.FirstLine(attempt.Reason);
        return $"job {TerminalText.CleanLine(attempt.JobId)} (attempt {Words.Number(attempt.Number)})"
            + Why(attempt.Failure)
            + (reason.Length == 0 ? "" : $"; {reason}");
    }

    /// <summary>What stands in the place of lines that nobody read in time.</summary>
    /// <param name="lines">How many.</param>
    public static string LeftOut(long lines) =>
        $"... {Words.Count(lines, "line")} not shown here: they came faster than they were read. "
        + "Get-OrchestratorJob -History shows every attempt.";

    // An attempt that an earlier process left behind has no worker and no duration here.
    private static string Subject(int worker, string jobId, int number) =>
        (worker > 0 ? $"worker {Words.Number(worker)}: " : "")
        + $"job {TerminalText.CleanLine(jobId)} (attempt {Words.Number(number)})";

    private static string Why(Failure? failure)
    {
        if (failure is null)
        {
            return "";
        }

        var type = failure.Type.Length == 0 ? "" : $" ({TerminalText.CleanLine(failure.Type)})";
        var message = TextFit.Truncate(
            TerminalText.FirstLine(failure.Message).TrimEnd('.'),
            MessageColumns
        );
        return $", {failure.Category.ToWord()}{type}" + (message.Length == 0 ? "" : $": {message}");
    }

    private static string Next(EndedAttempt attempt)
    {
        if (attempt.Outcome == AttemptOutcome.Success)
        {
            return "";
        }

        var reason = TerminalText.FirstLine(attempt.Reason);
        return $"; now {attempt.Status.ToWord()}" + (reason.Length == 0 ? "" : $": {reason}");
    }
}
