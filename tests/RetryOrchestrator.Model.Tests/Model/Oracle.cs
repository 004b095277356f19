using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Model.Tests.Model;

/// <summary>
/// Section 4 of the contract, said a second time and as plainly as can be: one worker, plain loops,
/// nothing stored. Each fact is told when it is durable, so whoever asks for no more of them has
/// what a process that died there left behind.
/// </summary>
internal sealed class Oracle
{
    private int _pass; // of the run that is open; 0 when none is
    private bool _isBegun; // that pass, and has no end

    /// <summary>Every job there ever was.</summary>
    public List<ModelJob> Known { get; } = [];

    /// <summary>The jobs of the list, in its order.</summary>
    public List<ModelJob> Listed { get; private set; } = [];

    /// <param name="list">The list.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="attempt">How an attempt ends.</param>
    /// <param name="hasPassed">Whether an attempt that was cut off had passed its point of no return.</param>
    public IEnumerable<string> Run(
        IEnumerable<ScenarioJob> list,
        OrchestratorOptions limits,
        Func<ModelJob, Ending> attempt,
        Predicate<ModelJob> hasPassed
    )
    {
        Listed = list.Select(TakeIn).ToList();
        yield return "list taken in";

        if (_pass == 0)
        {
            Known.ForEach(job => job.NewRun(limits.NewJobsOnly));
            _pass = 1;
            Known.ForEach(job => job.WasTried = false);
        }

        yield return "run opened";

        if (!_isBegun && (_pass > limits.MaxPasses || !Listed.Exists(job => job.IsDue)))
        {
            _pass = 0;
            yield return "run completed";
        }

        while (_pass > 0)
        {
            _isBegun = true;
            yield return $"pass {_pass}";

            foreach (var job in Known.Where(job => job.Status == JobStatus.Claimed))
            {
                yield return End(
                    job,
                    hasPassed(job) ? Ending.Uncertain : Ending.Interrupted,
                    limits
                );
            }

            // Suspects run last, which with one worker is alone.
            var due = Listed
                .FindAll(job => job.IsDue && job.LastPass < _pass)
                .OrderBy(job => job.IsSuspect)
                .ToList();
            foreach (var job in due.Where(job => job.IsDue)) // still: its account may have failed
            {
                var before = job.Claim();
                yield return $"{job.Id} claimed";

                var ending = attempt(job);
                if (ending == Ending.Cancelled)
                {
                    (job.Status, _isBegun) = (before, false);
                    yield return $"{job.Id} {ending}: {before}";
                    yield return $"pass {_pass}: {PassResult.Cancelled}";
                    yield break;
                }

                yield return End(job, ending, limits);
            }

            var told = $"pass {_pass}: {Result(limits)}";
            var isOver =
                Result(limits)
                is not (PassResult.RetryableRemaining or PassResult.NoAttemptPossible);
            _pass = isOver ? 0 : _pass + 1;
            _isBegun = false;
            Known.ForEach(job => job.WasTried = false);
            yield return told;
        }
    }

    private ModelJob TakeIn(ScenarioJob row)
    {
        if (Known.Find(known => known.Id == row.Id) is not { } job)
        {
            Known.Add(job = new ModelJob(row.Id));
        }

        job.Account = row.Account;
        return job;
    }

    private string End(ModelJob job, Ending ending, OrchestratorOptions limits)
    {
        job.End(ending, _pass, limits);
        ending = job.IsGuilty && ending == Ending.Interrupted ? Ending.Infrastructure : ending;
        job.WasTried |= ending is not (Ending.Deferred or Ending.Interrupted);
        if (ending == Ending.Account && job.Account != null && !limits.ContinueOnAccountFailure)
        {
            Listed
                .FindAll(other => other.IsDue && other.Account == job.Account)
                .ForEach(other => other.Status = JobStatus.Skipped);
        }

        return $"{job.Id} {ending}: {job.Status}";
    }

    private PassResult Result(OrchestratorOptions limits) =>
        Listed.TrueForAll(job => job.Status == JobStatus.Success) ? PassResult.AllComplete
        : !Listed.Exists(job => job.IsDue) ? PassResult.OnlyNonRetryable
        : _pass >= limits.MaxPasses ? PassResult.MaxPassesReached
        : !Known.Exists(job => job.WasTried) ? PassResult.NoAttemptPossible
        : PassResult.RetryableRemaining;
}
