namespace RetryOrchestrator.Executors.Processes;

/// <summary>Reads the machine's processes.</summary>
internal interface IProcessScan
{
    /// <summary>All live processes that this user can see; zombies are dead.</summary>
    /// <exception cref="IOException">They cannot be read now.</exception>
    IReadOnlyList<ProcessEntry> Read();

    /// <summary>The name and the arguments of a process that was read; none when it has gone.</summary>
    IReadOnlyList<string> ArgumentsOf(ProcessEntry process);
}
