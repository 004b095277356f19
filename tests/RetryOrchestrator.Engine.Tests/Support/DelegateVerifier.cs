using RetryOrchestrator.Engine.Execution;

namespace RetryOrchestrator.Engine.Tests.Support;

/// <summary>Answers whatever the test says, and notes what it was asked.</summary>
internal sealed class DelegateVerifier(Func<Attempt, VerificationAnswer> answer) : IVerifier
{
    private readonly List<(string JobId, string? Word)> _asked = [];

    /// <summary>About which jobs it was asked, and what their attempts had said.</summary>
    public IReadOnlyList<(string JobId, string? Word)> Asked => _asked;

    public ValueTask<VerificationAnswer> AskAsync(Attempt attempt, StopSignals signals)
    {
        lock (_asked)
        {
            _asked.Add((attempt.Job.Id, attempt.Asked));
        }

        return ValueTask.FromResult(answer(attempt));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
