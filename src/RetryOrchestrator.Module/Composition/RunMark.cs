using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Module.Composition;

/// <summary>
/// Marks what scripts start with the run's own word while the run is live, so that the start after
/// a <c>kill -9</c> finds it. Programs carry the mark of their attempt instead; scripts share one
/// process and its environment.
/// </summary>
internal sealed class RunMark : IDisposable
{
    private readonly string? _before = Environment.GetEnvironmentVariable(
        AttemptEnvironment.TokenVariable
    );

    /// <param name="stateIdentity">The word that tells this state from every other.</param>
    public RunMark(string stateIdentity) =>
        Environment.SetEnvironmentVariable(AttemptEnvironment.TokenVariable, stateIdentity);

    /// <summary>Gives the session's environment back.</summary>
    public void Dispose() =>
        Environment.SetEnvironmentVariable(AttemptEnvironment.TokenVariable, _before);
}
