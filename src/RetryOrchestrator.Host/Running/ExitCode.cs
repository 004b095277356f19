using System.Management.Automation;

namespace RetryOrchestrator.Host.Running;

/// <summary>What the process tells the one who started it.</summary>
internal enum ExitCode
{
    /// <summary>All succeeded, or there was nothing to do.</summary>
    Done = 0,

    /// <summary>The run is over and failures remain.</summary>
    FailuresRemain = 1,

    /// <summary>What was typed, a file or a setting is wrong; nothing was run.</summary>
    BadInput = 2,

    /// <summary>Another run is live on the same state.</summary>
    LiveRun = 3,

    /// <summary>
    /// The state could not be read or written (locked by another program, disk full, gone): what the
    /// message says was recorded is, and the next start goes on from there.
    /// </summary>
    StateFault = 4,

    /// <summary>All went well, but standard output did not take all of the data.</summary>
    OutputLost = 5,

    /// <summary>
    /// The run is over, and jobs are uncertain: they may have been done, and somebody has to look.
    /// </summary>
    Uncertain = 6,

    /// <summary>The operator stopped it.</summary>
    Stopped = 130,
}

/// <summary>Reads the exit code from the errors that were written.</summary>
internal static class ExitCodes
{
    private const string UncertainJobs = "UncertainJobs";

    /// <summary>The code for these errors; a run's own verdict goes before mishaps beside it.</summary>
    public static ExitCode Of(IReadOnlyCollection<string> errorIds)
    {
        // The module's contract: these ids are stable.
        if (errorIds.Contains("RunStopped"))
        {
            return ExitCode.Stopped;
        }

        if (errorIds.Contains("LiveRun"))
        {
            return ExitCode.LiveRun;
        }

        if (errorIds.Any(id => id is "StateBusy" or "StateUnwritable" or "StateLost"))
        {
            return ExitCode.StateFault;
        }

        if (errorIds.Contains(UncertainJobs))
        {
            return ExitCode.Uncertain;
        }

        if (errorIds.Any(id => id is "RunIncomplete" or "RunFlaky"))
        {
            return ExitCode.FailuresRemain;
        }

        return errorIds.Count == 0 ? ExitCode.Done : ExitCode.BadInput;
    }

    /// <summary>An error's own id, without the command that PowerShell appends.</summary>
    public static string IdOf(ErrorRecord error) =>
        // What a run left is one error, whatever it is: its reason tells what is worst in it.
        error.CategoryInfo.Reason == UncertainJobs
        && !IsStop(error)
            ? UncertainJobs
            : error.FullyQualifiedErrorId.Split(',')[0];

    private static bool IsStop(ErrorRecord error) =>
        error.CategoryInfo.Category == ErrorCategory.OperationStopped;
}
