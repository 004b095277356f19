using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Rendering.Progress;

/// <summary>What progress bars say.</summary>
public static class ProgressText
{
    private const int JobIdColumns = 40;
    private const int DeviceColumns = 24;

    /// <summary><c>Pass 2 of 5</c></summary>
    public static string Activity(PassProgress pass) =>
        $"Pass {Words.Number(pass.Pass)} of {Words.Number(pass.MaxPasses)}";

    /// <summary>
    /// <c>37 of 200 done, 3 failed, 3 running, about 0:04:10 left</c>, in as few words as there is
    /// room for: <c>37/200 done, 3 failed, 0:04:10 left</c>.
    /// </summary>
    /// <param name="pass">Where the pass stands.</param>
    /// <param name="now">The time of showing it, UTC.</param>
    /// <param name="columns">The room there is; the shortest form may take more.</param>
    public static string Status(PassProgress pass, DateTimeOffset now, int columns = int.MaxValue)
    {
        var done = $"{Words.Number(pass.Done)}/{Words.Number(pass.Total)} done";
        var failed = $", {Words.Number(pass.Failed)} failed";
        var skipped = pass.Skipped == 0 ? "" : $", {Words.Number(pass.Skipped)} skipped";
        var running = $", {Words.Number(pass.Running.Count)} running";
        var time = pass.Left(now) is { } span && span > TimeSpan.Zero ? Words.Duration(span) : null;
        var about = time is null ? "" : $", about {time} left";
        var left = time is null ? "" : $", {time} left";
        string[] forms =
        [
            $"{Words.Number(pass.Done)} of {Words.Number(pass.Total)} done{failed}{skipped}{running}{about}",
            $"{done}{failed}{skipped}{running}{left}",
            $"{done}{failed}{skipped}{left}",
            $"{done}{failed}{left}",
            $"{done}{failed}",
        ];
        return forms.FirstOrDefault(form => form.Length <= columns) ?? done;
    }

    /// <summary><c>worker 2</c></summary>
    public static string Worker(RunningAttempt attempt) => $"worker {Words.Number(attempt.Worker)}";

    /// <summary>
    /// <c>job v17 (attempt 2) on emulator-5554, 0:00:41</c>; long ids are shortened to fit a bar.
    /// </summary>
    /// <param name="attempt">What the worker is busy with.</param>
    /// <param name="now">The time of showing it, UTC.</param>
    public static string WorkerStatus(RunningAttempt attempt, DateTimeOffset now)
    {
        var job = Short(attempt.JobId, JobIdColumns);
        var device = attempt.Device is { } d ? $" on {Short(d, DeviceColumns)}" : "";
        return $"job {job} (attempt {Words.Number(attempt.Number)}){device}, {Words.Duration(now - attempt.Since)}";
    }

    /// <summary><c>Waiting for pass 2</c></summary>
    public static string WaitActivity(WaitTicked tick) =>
        $"Waiting for pass {Words.Number(tick.NextPass)}";

    /// <summary><c>20 seconds remaining</c></summary>
    public static string WaitStatus(WaitTicked tick) =>
        $"{Words.Count(tick.Remaining, "second")} remaining";

    /// <summary>How much of the wait is over, 0 to 100.</summary>
    public static int WaitPercent(WaitTicked tick) =>
        tick.Seconds <= 0
            ? 100
            : (int)Math.Clamp((tick.Seconds - tick.Remaining) * 100L / tick.Seconds, 0, 100);

    private static string Short(string text, int columns) =>
        TextFit.Truncate(TerminalText.CleanLine(text), columns);
}
