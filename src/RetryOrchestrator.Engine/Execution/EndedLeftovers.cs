namespace RetryOrchestrator.Engine.Execution;

/// <summary>What became of the processes that a dead run left at work.</summary>
/// <param name="Ended">How many were ended.</param>
/// <param name="Spared">
/// Those that may be the run's, but may as well be the user's own: each as its id and command line,
/// to be told the operator.
/// </param>
public sealed record EndedLeftovers(int Ended, IReadOnlyList<string> Spared)
{
    /// <summary>There were none.</summary>
    public static EndedLeftovers None { get; } = new(0, []);
}
