using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Rendering;

/// <summary>What a run finds when it opens its state.</summary>
public static class RunOpenedText
{
    /// <summary>
    /// One line for the run, and one for each thing that is not as usual. None is wider than 80
    /// columns but commands to copy, which are never broken.
    /// </summary>
    /// <param name="opened">What was found.</param>
    /// <param name="look">How it is laid out.</param>
    /// <param name="locator">
    /// What is added to a command to find this state, as in <see cref="RunResultText.Render"/>.
    /// </param>
    public static IReadOnlyList<string> Render(
        RunOpened opened,
        OperatorLook look,
        string locator = ""
    ) =>
        [
            .. Notes(opened, look)
                .SelectMany(
                    (note, index) => TextFit.Hang(index == 0 ? "" : "  ", note, look.Width)
                ),
            .. opened.Intake is { } intake ? IntakeText.Render(intake, locator) : [],
        ];

    private static IEnumerable<string> Notes(RunOpened opened, OperatorLook look)
    {
        var run = opened.Run;
        var heading = run.Resumed
            ? $"RUN {Words.Number(run.RunId)} RESUMED IN PASS {Words.Number(run.NextPass)}"
            : $"RUN {Words.Number(run.RunId)} STARTED";
        yield return $"{heading}: {Standing(opened.Jobs)}";

        yield return $"{look.Moment(opened.At)}, {TerminalText.CleanLine(look.Zone.Id)}";
        if (run.Resumed)
        {
            yield return $"First started {look.Moment(run.StartedAt)}.";
        }

        if (opened.Intake is { } intake)
        {
            var changes = Words.Parts(
                (intake.Added, "added"),
                (intake.Changed, "changed"),
                (intake.Vanished, "no longer listed")
            );
            if (changes.Length > 0)
            {
                yield return $"Jobs list: {changes}.";
            }
        }

        var kept = run.InFlight.Count(attempt => attempt.Kept is not null);
        if (kept > 0)
        {
            yield return $"{Words.Count(kept, "outcome")} that could not be recorded before {(kept == 1 ? "is" : "are")} recorded now.";
        }

        var cutOff = run.InFlight.Count - kept - opened.CutOffPastCheckpoint;
        if (cutOff > 0)
        {
            yield return cutOff == 1
                ? "1 attempt was cut off."
                : $"{Words.Number(cutOff)} attempts were cut off.";
        }

        if (opened.CutOffPastCheckpoint > 0)
        {
            yield return opened.CutOffPastCheckpoint == 1
                ? "1 attempt was cut off after its checkpoint: its job may have been done."
                : $"{Words.Number(opened.CutOffPastCheckpoint)} attempts were cut off after their checkpoints: their jobs may have been done.";
        }

        if (opened.LeftoversEnded > 0)
        {
            yield return $"{Words.Count(opened.LeftoversEnded, "process", "processes")} left behind by the run that was cut off {(opened.LeftoversEnded == 1 ? "was" : "were")} ended.";
        }
    }

    /// <summary>Says of a process that it was spared, and why.</summary>
    /// <param name="process">Its id and command line.</param>
    public static string Spared(string process) =>
        $"Process {process} was started while the run that was cut off was at work in the same "
        + "PowerShell. Whether a job's script started it or you did cannot be told, so it is left "
        + "alone: end it yourself if it is a job's.";

    /// <summary>
    /// That the limit of passes was lowered below where a run stands, and what that means; null when
    /// it was not, or when nothing is due any more.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="jobs">Where its jobs stand.</param>
    /// <param name="maxPasses">The limit.</param>
    public static string? FewerPasses(OpenedRun run, JobTally jobs, int maxPasses)
    {
        if (maxPasses >= run.NextPass || (!run.PassIsOpen && jobs.Due == 0))
        {
            return null;
        }

        return $"-MaxPasses is {maxPasses} now, and run {run.RunId} has come to pass {run.NextPass} already. "
            + (
                run.PassIsOpen
                    ? "That pass is taken to its end; no further one begins."
                    : $"The run is over: {(jobs.Due == 1 ? "1 job is" : $"{jobs.Due} jobs are")} still due, and the next start is a new run for {(jobs.Due == 1 ? "it" : "them")}."
            );
    }

    // Attempts that were cut off leave their jobs claimed until the first pass settles them: due.
    private static string Standing(JobTally jobs)
    {
        var parts = Words.Parts(
            (jobs.Due + jobs.Claimed, "due"),
            (jobs.Succeeded, "succeeded"),
            (jobs.Failed, "failed"),
            (jobs.Uncertain, "uncertain"),
            (jobs.Skipped, "skipped")
        );
        return Words.Count(jobs.Total, "job") + (parts.Length == 0 ? "" : $", {parts}");
    }
}
