namespace RetryOrchestrator.Engine.Text;

/// <summary>
/// The ids of the errors that cmdlets write, as they stand in <c>FullyQualifiedErrorId</c>. They are
/// stable: scripts test them, and the console host reads its exit code from them.
/// </summary>
public static class ErrorIds
{
    /// <summary>adb said that it could not.</summary>
    public const string AdbFailed = "AdbFailed";

    /// <summary>There is no adb.</summary>
    public const string AdbNotFound = "AdbNotFound";

    /// <summary>An attempt's script said outright why it failed.</summary>
    public const string AttemptFailed = "AttemptFailed";

    /// <summary>A checkpoint could not be recorded: what would follow must not be done.</summary>
    public const string CheckpointNotSet = "CheckpointNotSet";

    /// <summary>What runs the jobs is not there; the run stopped itself.</summary>
    public const string CommandNotFound = "CommandNotFound";

    /// <summary>Many jobs would be reset, and nobody is there to ask.</summary>
    public const string ConfirmationNeeded = "ConfirmationNeeded";

    /// <summary>No such device.</summary>
    public const string DeviceNotFound = "DeviceNotFound";

    /// <summary>A flow did not come to its end when it was tried.</summary>
    public const string FlowFailed = "FlowFailed";

    /// <summary>A setting, a rules file or the configuration file is wrong.</summary>
    public const string InvalidConfiguration = "InvalidConfiguration";

    /// <summary>The list of jobs has faults; each is named with its line.</summary>
    public const string InvalidJobs = "InvalidJobs";

    /// <summary>A jobs' script cannot be run as it is.</summary>
    public const string InvalidScript = "InvalidScript";

    /// <summary>What was given cannot be the serial of a device.</summary>
    public const string InvalidSerial = "InvalidSerial";

    /// <summary>No such job.</summary>
    public const string JobNotFound = "JobNotFound";

    /// <summary>Another run is live on the state.</summary>
    public const string LiveRun = "LiveRun";

    /// <summary>A command for jobs' scripts was called outside of one.</summary>
    public const string NoAttempt = "NoAttempt";

    /// <summary>No device can be had to try a flow on.</summary>
    public const string NoDevice = "NoDevice";

    /// <summary>Nothing says which jobs are to be reset.</summary>
    public const string NoJobsChosen = "NoJobsChosen";

    /// <summary>A path is not in the file system.</summary>
    public const string NotAFile = "NotAFile";

    /// <summary>Nothing was given that could be sorted.</summary>
    public const string NothingToResolve = "NothingToResolve";

    /// <summary>The program that runs the jobs cannot be started; the run stopped itself.</summary>
    public const string ProgramNotStarted = "ProgramNotStarted";

    /// <summary>Every job succeeded, some only on a retry, and that was not to be.</summary>
    public const string RunFlaky = "RunFlaky";

    /// <summary>The run is over, and jobs did not succeed.</summary>
    public const string RunIncomplete = "RunIncomplete";

    /// <summary>No such run.</summary>
    public const string RunNotFound = "RunNotFound";

    /// <summary>The run was stopped.</summary>
    public const string RunStopped = "RunStopped";

    /// <summary>More than one list was given.</summary>
    public const string SeveralLists = "SeveralLists";

    /// <summary>Another program has the state locked.</summary>
    public const string StateBusy = "StateBusy";

    /// <summary>The state was deleted, emptied or replaced under the run.</summary>
    public const string StateLost = "StateLost";

    /// <summary>A newer version wrote the state.</summary>
    public const string StateNewer = "StateNewer";

    /// <summary>There is no state.</summary>
    public const string StateNotFound = "StateNotFound";

    /// <summary>A simulation was to run on the state of a real run.</summary>
    public const string StateNotSimulated = "StateNotSimulated";

    /// <summary>A real run was to use the state of a simulation.</summary>
    public const string StateSimulated = "StateSimulated";

    /// <summary>The state cannot be read.</summary>
    public const string StateUnreadable = "StateUnreadable";

    /// <summary>The state cannot be written.</summary>
    public const string StateUnwritable = "StateUnwritable";

    /// <summary>The system gives no more processes, threads or open files.</summary>
    public const string SystemLimit = "SystemLimit";

    /// <summary>No such signal.</summary>
    public const string UnknownSignal = "UnknownSignal";
}
