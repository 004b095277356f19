using RetryOrchestrator.Engine;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Rendering;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Module.Composition;

/// <summary>What a start would do, found out by taking its first steps on a copy of the state.</summary>
internal static class RunPlan
{
    /// <summary>The plan in words.</summary>
    /// <param name="preview">A throw-away copy of the state.</param>
    /// <param name="jobs">The list.</param>
    /// <param name="options">The limits.</param>
    /// <param name="executor">What would run the jobs.</param>
    /// <param name="begun">What a dead run left of its marks, or null.</param>
    /// <param name="bootId">The present boot of the machine, or null.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="kept">Where outcomes that could not be recorded were kept, or null.</param>
    /// <returns>The plan, and the warning that the start would begin with, or null.</returns>
    public static (string Plan, string? Warning) Describe(
        IRunSession preview,
        IJobSource jobs,
        OrchestratorOptions options,
        IJobExecutor executor,
        BegunAttempts? begun,
        string? bootId,
        DateTimeOffset now,
        IKeptOutcomes? kept = null
    )
    {
        var (run, intake) = RunOpening.Open(
            preview,
            jobs,
            options.ToTerms(executor.IsSimulated, []),
            now,
            begun,
            bootId,
            kept
        );
        var tally = preview.CountJobs();
        var due = tally.Due + run.InFlight.Count + run.NeverBegun.Count;
        if (due == 0 && !run.PassIsOpen)
        {
            return (
                $"Nothing is due: {tally.Succeeded} of {Words.Count(tally.Total, "job")} succeeded, "
                    + $"{tally.Failed} failed, {tally.Skipped} skipped{Uncertain(tally)}",
                null
            );
        }

        var isOver = run.IsUsedUp(options.MaxPasses);
        string[] parts =
        [
            isOver ? $"End run {run.RunId}, whose passes are used up, and run nothing"
            : run.Resumed ? $"Resume run {run.RunId} in pass {run.NextPass}"
            : $"Start run {run.RunId}",
            $"{due} of {Words.Count(tally.Total, "job")} due ({tally.Succeeded} succeeded before, "
                + $"{tally.Failed} failed, {tally.Skipped} skipped{Uncertain(tally)})",
            intake is null
                ? "the list is unchanged"
                : $"{Words.Count(intake.Added, "job")} new, {intake.Changed} changed, {intake.Vanished} gone from the list",
            Kept(intake?.ChangedDone, "done", " -Force"),
            Kept(intake?.ChangedStopped, "stopped by an account failure", ""),
            run.InFlight.Count > 0
                ? $"{Words.Count(run.InFlight.Count, "interrupted attempt")}"
                : "",
            .. isOver
                ? (string[])[]
                :
                [
                    $"{Words.Count(options.Workers, "worker")}, up to {Words.Count(options.MaxPasses, "pass", "passes")}",
                    executor.Description,
                ],
        ];
        return (
            string.Join("; ", parts.Where(part => part.Length > 0)),
            RunOpenedText.FewerPasses(run, tally, options.MaxPasses)
        );
    }

    private static string Uncertain(JobTally tally) =>
        tally.Uncertain == 0 ? "" : $", {tally.Uncertain} uncertain";

    private static string Kept(IntakeSample? jobs, string how, string force) =>
        jobs is null or { Count: 0 }
            ? ""
            : $"{jobs.Count} changed but {how} before, and not run again "
                + $"({string.Join(", ", jobs.First)}{(jobs.Count > jobs.First.Count ? ", ..." : "")}; "
                + $"Reset-OrchestratorJob{force} makes them due)";
}
