namespace RetryOrchestrator.Executors.Processes;

/// <summary>By what a process is known to be an attempt's. Each is enough. Pure.</summary>
internal sealed record Belonging
{
    /// <summary>Tokens of attempts (<see cref="AttemptEnvironment.TokenVariable"/>).</summary>
    public required IReadOnlySet<string> Tokens { get; init; }

    /// <summary>Marks that stand for them (<see cref="InheritedMark"/>).</summary>
    public required IReadOnlySet<ulong> Marks { get; init; }

    /// <summary>
    /// Id and start of processes that were seen: a descendant whose parent died, or which hides, may
    /// be found by nothing else.
    /// </summary>
    public IReadOnlySet<(int Id, long Start)> Known { get; init; } =
        new HashSet<(int Id, long Start)>();

    /// <summary>How what was born too early to be marked is told, or null.</summary>
    public Birth? Birth { get; init; }

    /// <summary>Whether a process says so itself.</summary>
    /// <param name="process">The process.</param>
    /// <param name="parents">This process and what is above it (<see cref="Birth.IsOf"/>).</param>
    public bool Names(ProcessEntry process, IReadOnlySet<int> parents) =>
        Known.Contains((process.Id, process.Start))
        || (process.Token is { } token && Tokens.Contains(token))
        || (process.Mark is { } mark && Marks.Contains(mark))
        || Birth?.IsOf(process, parents) == true;
}
