using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>
/// Asks whether what an attempt was about to do has happened. Called concurrently, but never twice at
/// once for the same <see cref="Attempt.Worker"/>.
/// </summary>
public interface IVerifier : IAsyncDisposable
{
    /// <summary>Asks. It looks, and changes nothing: it may be asked again.</summary>
    /// <param name="attempt">The attempt; <see cref="Attempt.Asked"/> is what it had said.</param>
    /// <param name="signals">Give up; end by force.</param>
    ValueTask<VerificationAnswer> AskAsync(Attempt attempt, StopSignals signals);
}

/// <summary>An answer.</summary>
/// <param name="Verified">The answer.</param>
/// <param name="Note">What was said with it, or why there is none; or null.</param>
public readonly record struct VerificationAnswer(Verification Verified, string? Note = null);
