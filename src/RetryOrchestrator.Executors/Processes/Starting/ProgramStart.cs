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

    /// <summary>Why a program cannot be given these values, in words; null when it can.</summary>
    public string? FindUnfit()
    {
        // The system's strings end at a zero: the rest would be cut off without a word.
        if (Arguments.Concat(Variables.Values).Any(text => text.Contains('\0')))
        {
            return "A value of the job holds a NUL character, which no program can be given as an "
                + "argument or in its environment. Remove it from the jobs file.";
        }

        return BatchFile.Is(Program) ? BatchFile.FindUnsafe(Arguments) : null;
    }
}
