namespace RetryOrchestrator.Module.Runspaces;

/// <summary>
/// The pipeline that a worker keeps open: to start one for every job costs several times what the
/// job's script block costs.
/// </summary>
internal static class JobLoop
{
    /// <summary>The hidden command that writes to the attempt's log.</summary>
    public const string LogCommand = "Write-OrchestratorAttemptLog";

    /// <summary>How many lines at the end of a script's stack trace are the loop's own.</summary>
    public const int Frames = 2;

    /// <summary>
    /// Each job runs in a scope of its own, so that its variables are gone when it ends. Inside
    /// <c>try</c> every terminating error ends the script, also those that PowerShell would
    /// otherwise pass over by going on with the next statement: a job whose web request failed
    /// must not count as done, nor may one run with what another has made of its variables.
    /// Non-terminating errors are logged and do not fail a job. What all
    /// of them write goes to one command, which is cheaper than one for each; the attempt itself,
    /// sent after it, tells where its output ends.
    /// </summary>
    public const string Text = $$"""
        param($__Worker, $__Body)
        . {
            foreach ($__Run in $__Worker.Attempts($ExecutionContext.SessionState)) {
                try {
                    $global:Job = $__Run.Job
                    $global:Attempt = $__Run.Context
                    $__Arguments = $__Run.Arguments
                    & $__Body @__Arguments *>&1
                }
                catch { $__Run.Fail($_) }
                $__Run
            }
        } | {{LogCommand}} -Worker $__Worker
        """;
}
