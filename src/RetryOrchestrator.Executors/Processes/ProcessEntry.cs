namespace RetryOrchestrator.Executors.Processes;

/// <summary>A live process as a scan of the machine saw it.</summary>
/// <param name="Id">The process id.</param>
/// <param name="ParentId">Its parent's id; 1 or a reaper's once the parent has died.</param>
/// <param name="Start">When it started, in the scan's own unit; with the id it names the process.</param>
internal readonly record struct ProcessEntry(int Id, int ParentId, long Start)
{
    /// <summary>The attempt it was started for, or null.</summary>
    public string? Token { get; init; }

    /// <summary>
    /// The adb server. Whichever job first calls adb starts it, as a daemon that inherits the
    /// job's environment, but it serves all workers and the operator: ending it with the job
    /// would cut off every other device.
    /// </summary>
    public bool IsSharedServer { get; init; }
}
