using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>
/// Asks about jobs whose attempts have ended: those that a dead run left past their point of no
/// return, and those that are uncertain from before. As many at once as there are workers.
/// </summary>
internal sealed class UncertainJobs(
    RunParts parts,
    OrchestratorOptions options,
    RunStop stop,
    long runId,
    string baseDirectory
)
{
    private readonly Questions _questions = new(parts.Verifier, options, parts.Time);

    /// <summary>Makes the place in which attempts say that they pass their point of no return.</summary>
    /// <exception cref="StateException">It cannot be made: then no attempt may begin.</exception>
    public void Prepare(OpenedRun run)
    {
        try
        {
            // What is left of attempts that have ended says nothing any more.
            if (run.InFlight.Count == 0)
            {
                parts.Checkpoints?.Clear();
            }

            parts.Checkpoints?.Open();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StateException(
                ErrorIds.StateUnwritable,
                "The folder in which jobs say that they pass their point of no return cannot be made "
                    + $"beside the state '{parts.Store.Address}': {fault.Message} Make room there, or see to "
                    + "it that it may be written to.",
                fault
            );
        }
    }

    /// <summary>Asks about the jobs that are uncertain, and records what was answered.</summary>
    /// <param name="pass">The pass that may try again what has not happened.</param>
    public async Task AskAsync(int pass)
    {
        if (!_questions.CanAsk || stop.IsRequested || parts.Store.CountJobs().Uncertain == 0)
        {
            return;
        }

        var uncertain = parts.Store.ReadUncertain();
        var checkpoints = await AskAsync(
                uncertain
                    .Select(job => (ToAttempt(job), (Checkpoint?)new Checkpoint(job.Word)))
                    .ToList()
            )
            .ConfigureAwait(false);
        var answered = uncertain
            .Zip(checkpoints, (job, checkpoint) => Answered(job, checkpoint!, pass))
            .Where(job => job.Checkpoint.Verified is not null)
            .ToList();
        if (answered.Count > 0)
        {
            parts.Store.RecordAnswers(answered, parts.Time.GetUtcNow());
            parts.Events.Publish(new JobsVerified(parts.Time.GetUtcNow(), answered));
        }
    }

    /// <summary>Asks about attempts, each by a worker's number that nobody else has meanwhile.</summary>
    /// <param name="attempts">The attempts, and what they had said; null: nothing, and nobody is asked.</param>
    /// <returns>What they had said with the answers, in order.</returns>
    public async Task<IReadOnlyList<Checkpoint?>> AskAsync(
        IReadOnlyList<(Attempt Attempt, Checkpoint? Said)> attempts
    )
    {
        var answers = attempts.Select(attempt => attempt.Said).ToArray();
        if (!_questions.CanAsk || Array.TrueForAll(answers, said => said is null))
        {
            return answers;
        }

        var next = -1;
        var workers = Math.Min(options.Workers, parts.Executor.MaxConcurrency ?? int.MaxValue);
        var asking = Task.WhenAll(
            Enumerable
                .Range(1, Math.Clamp(workers, 1, answers.Length))
                .Select(worker =>
                    Task.Run(async () =>
                    {
                        while (Interlocked.Increment(ref next) is var i && i < answers.Length)
                        {
                            if (answers[i] is { } said)
                            {
                                answers[i] = await _questions
                                    .AskAsync(
                                        attempts[i].Attempt with
                                        {
                                            Worker = worker,
                                        },
                                        said,
                                        stop.Signals
                                    )
                                    .ConfigureAwait(false);
                            }
                        }
                    })
                )
        );
        while (!asking.IsCompleted)
        {
            await Task.WhenAny(
                    asking,
                    Task.Delay(RunStop.PollInterval, parts.Time, CancellationToken.None)
                )
                .ConfigureAwait(false);
            stop.Poll(parts.Store);
        }

        await asking.ConfigureAwait(false);
        return answers;
    }

    /// <summary>An attempt that a dead run left, as far as whoever is asked needs it.</summary>
    public Attempt ToAttempt(InFlightAttempt attempt) =>
        Describe(
            attempt.AttemptId,
            attempt.Job,
            attempt.Job.Counters.AllAttempts + 1,
            attempt.Pass
        );

    private Attempt ToAttempt(UncertainJob job) =>
        Describe(job.AttemptId ?? 0, job.Job, job.Number, job.Pass);

    private Attempt Describe(long id, StoredJob job, int number, int pass)
    {
        var artifacts = parts.Artifacts.Of(job.Job.Id, Math.Max(1, number));
        return new()
        {
            Id = id,
            Job = job.Job.ResolvedAgainst(baseDirectory),
            RunId = runId,
            Pass = pass,
            Worker = 1,
            Number = number,
            CountedBefore = job.Counters.Counted,
            ArtifactFolder = artifacts.Folder,
            Artifacts = artifacts,
            Token = AttemptToken.Of(parts.Store.Identity, parts.Processes.Current, id),
        };
    }

    private VerifiedJob Answered(UncertainJob job, Checkpoint checkpoint, int pass)
    {
        var counters = job.Job.Counters;
        var failure = job.Failure;
        switch (checkpoint)
        {
            case { Happened: true }:
                return Of(JobStatus.Success, counters);
            case { DidNotHappen: true }
                when failure.Type != Failure.GuiltyType
                    && RetryDecision.Decide(failure.Category, counters, options)
                        == RetryVerdict.Retry:
                return Of(
                    JobStatus.Retrying,
                    failure.Category != FailureCategory.Infrastructure
                        ? counters
                        : counters with
                        {
                            InfrastructureRetries = counters.InfrastructureRetries + 1,
                        }
                );
            case { DidNotHappen: true }:
                return Of(JobStatus.Failed, counters);
            default:
                return Of(JobStatus.Uncertain, counters);
        }

        VerifiedJob Of(JobStatus status, JobCounters after) =>
            new(
                job.AttemptId,
                job.Job.Key,
                job.Job.Job.Id,
                checkpoint,
                status,
                pass,
                after,
                failure
            );
    }
}
