namespace RetryOrchestrator.Engine.Execution;

/// <summary>Which workers have room for jobs.</summary>
/// <param name="Workers">
/// Their numbers, in the order in which they are to be given one; one with room for several is named
/// as often.
/// </param>
/// <param name="Alone">Who could take a job that runs alone; null while anything is at work.</param>
internal sealed record Room(IReadOnlyList<int> Workers, int? Alone)
{
    /// <summary>None has.</summary>
    public static Room None { get; } = new([], null);
}
