namespace RetryOrchestrator.Executors.Processes.Starting;

/// <summary>What is to be started.</summary>
/// <param name="Program">The program's full path.</param>
/// <param name="Arguments">Its arguments, which it is to see exactly as they are.</param>
/// <param name="WorkingDirectory">The folder it runs in.</param>
/// <param name="Variables">
/// Environment variables beside those of this process, and instead of those of the same name.
/// </param>
internal sealed record ProgramStart(
    string Program,
    IReadOnlyList<string> Arguments,
    string WorkingDirectory,
    IReadOnlyDictionary<string, string> Variables
)
{
    /// <summary>The mark that it is to have as soon as it is at work (<see cref="InheritedMark"/>), or null.</summary>
    public ulong? Mark { get; init; }

    /// <summary>The mark that it is to have from its birth, where the system can give one.</summary>
    public int BirthMark { get; init; }
}
