namespace RetryOrchestrator.Module.Tests.State;

/// <summary>What the commands that look at a state, or change it, are tried on.</summary>
internal static class FinishedRun
{
    /// <summary>A folder after a run with every kind of end.</summary>
    public static JobsFolder Folder()
    {
        var folder = JobsFolder.Simulated(
            ("v1", "ada", "success"),
            ("v2", "ben", "account: suspended"),
            ("v3", "ben", "success"),
            ("w1", "cara", "ADB timeout; success"),
            ("w2", "", "input: no file")
        );
        folder.Run(
            "Start-OrchestratorRun -Simulate -Workers 1 -RetryDelaySeconds 0 -ErrorAction SilentlyContinue"
        );
        return folder;
    }
}
