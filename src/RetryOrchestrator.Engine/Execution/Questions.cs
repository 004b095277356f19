using RetryOrchestrator.Engine.Artifacts;
using RetryOrchestrator.Engine.Guards;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>
/// What is asked about attempts that passed their point of no return: whether they did, of the file
/// that says so, and whether it has happened, of the verifier.
/// </summary>
/// <param name="verifier">What is asked whether it happened; null: nobody.</param>
/// <param name="options">The limits: an answer may take as long as an attempt.</param>
/// <param name="time">The clock.</param>
internal sealed class Questions(IVerifier? verifier, OrchestratorOptions options, TimeProvider time)
{
    /// <summary>Whether there is somebody to ask.</summary>
    public bool CanAsk => verifier is not null;

    /// <summary>The verdict on an attempt that did not succeed, once its checkpoint is looked at.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="verdict">How it ended.</param>
    /// <param name="run">The run's stop: then nobody is asked now.</param>
    public async ValueTask<AttemptVerdict> ReviewAsync(
        Attempt attempt,
        AttemptVerdict verdict,
        StopSignals run
    )
    {
        if (attempt.CheckpointPath is not { } path || Checkpoints.Read(path) is not { } word)
        {
            return verdict;
        }

        return PointOfNoReturn.IsOpen(verdict)
            ? PointOfNoReturn.Judge(
                verdict,
                await AskAsync(attempt, new Checkpoint(word), run).ConfigureAwait(false)
            )
            : PointOfNoReturn.Judge(verdict, new Checkpoint(word));
    }

    /// <summary>Asks whether it happened, if there is somebody to ask.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="checkpoint">What it had said.</param>
    /// <param name="run">The run's stop.</param>
    /// <returns>The checkpoint with the answer.</returns>
    public async Task<Checkpoint> AskAsync(Attempt attempt, Checkpoint checkpoint, StopSignals run)
    {
        if (verifier is null || run.Stop.IsCancellationRequested)
        {
            return checkpoint;
        }

        using var limit = new CancellationTokenSource(options.JobTimeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.Stop, limit.Token);
        using var kill = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var atOnce = run.Kill.Register(kill.Cancel).ConfigureAwait(false);
        await using var grace = stop
            .Token.Register(() => kill.CancelAfter(options.ShutdownTimeout))
            .ConfigureAwait(false);
        var artifacts = attempt.Artifacts.OfVerification();
        VerificationAnswer answer;
        try
        {
            answer = await verifier
                .AskAsync(
                    attempt with
                    {
                        Asked = checkpoint.Word,
                        ArtifactFolder = artifacts.Folder,
                        Artifacts = artifacts,
                    },
                    new StopSignals(stop.Token, kill.Token)
                )
                .ConfigureAwait(false);
        }
        // Whoever cannot answer does not know; the job must not pay for it with a second time.
        catch (Exception exception)
        {
            answer = new VerificationAnswer(Verification.NoAnswer, exception.Message);
        }

        if (answer.Verified == Verification.NoAnswer && stop.IsCancellationRequested)
        {
            answer = answer with { Note = WhyNot(limit.IsCancellationRequested) };
        }

        return checkpoint with
        {
            Verified = answer.Verified,
            Note = answer.Note,
        };
    }

    private string WhyNot(bool isOverTime) =>
        isOverTime
            ? FormattableString.Invariant(
                $"no answer within {options.JobTimeout.TotalSeconds:0.###} s"
            )
            : "the run was stopped before there was an answer";
}
