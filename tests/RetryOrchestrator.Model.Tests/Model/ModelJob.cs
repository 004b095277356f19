using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Passes;

namespace RetryOrchestrator.Model.Tests.Model;

/// <summary>How an attempt ends: the contract's outcomes, with the category of those that failed.</summary>
internal enum Ending
{
    Success,
    Account,
    Input,
    Infrastructure,
    Unknown,
    Deferred,
    Cancelled,
    Interrupted,

    /// <summary>It dies after its point of no return.</summary>
    Uncertain,
}

/// <summary>A job of the oracle: what becomes of it when an attempt ends, a run begins, it is reset.</summary>
internal sealed class ModelJob(string id)
{
    public string Id => id;
    public string? Account;
    public JobStatus Status = JobStatus.Pending;
    public int Attempts; // of all runs
    public int Counted; // of those, the ones that count
    public int LastPass; // of this run, in which it had its attempt
    public bool WasTried; // in the pass that is open, and not reset since
    public bool IsSuspect; // the process died under it
    public int Deaths; // how often, since it was reset
    public bool IsGuilty; // it died of it alone

    private JobStatus _before; // it was claimed
    private Ending? _failure; // the last, unless it has succeeded since
    private int _attempts; // of this run that count
    private int _retries; // granted in this run after infrastructure failures

    /// <summary>A worker takes it.</summary>
    /// <returns>What it was before.</returns>
    public JobStatus Claim()
    {
        (_before, Status) = (Status, JobStatus.Claimed);
        Attempts++;
        return _before;
    }

    public bool IsDue => Status is JobStatus.Pending or JobStatus.Retrying;

    public void End(Ending ending, int pass, OrchestratorOptions limits)
    {
        if (ending == Ending.Interrupted)
        {
            Deaths++;
            Status = _before;
            if (!IsSuspect)
            {
                IsSuspect = true;
                return;
            }

            IsGuilty = true;
        }

        LastPass = pass;
        if (ending == Ending.Deferred)
        {
            Status = JobStatus.Retrying;
            return;
        }

        IsSuspect &= Deaths >= 2;

        Counted++;
        _attempts++;
        if (ending == Ending.Uncertain)
        {
            (_failure, Status) = (Ending.Infrastructure, JobStatus.Uncertain);
            return;
        }

        _failure = ending == Ending.Success ? null : ending;
        var isRetried = ending switch
        {
            Ending.Unknown => limits.RetryUnknown,
            Ending.Infrastructure => _retries++ < limits.InfrastructureRetryLimit,
            _ => false,
        };
        Status =
            ending == Ending.Success ? JobStatus.Success
            : isRetried && _attempts < limits.MaxAttemptsPerJob ? JobStatus.Retrying
            : JobStatus.Failed;
    }

    public void NewRun(bool newJobsOnly)
    {
        (_attempts, _retries, LastPass) = (0, 0, 0);
        Status = Status switch
        {
            JobStatus.Retrying when newJobsOnly && _failure != null => JobStatus.Failed,
            JobStatus.Retrying => JobStatus.Pending,
            JobStatus.Failed when !newJobsOnly && !IsGuilty && _failure != Ending.Account =>
                JobStatus.Pending,
            _ => Status,
        };
    }

    public void Reset(bool force)
    {
        if (
            Status is JobStatus.Retrying or JobStatus.Failed or JobStatus.Skipped
            || (force && Status is (JobStatus.Success or JobStatus.Uncertain))
        )
        {
            (Status, _attempts, _retries, LastPass) = (JobStatus.Pending, 0, 0, 0);
            (IsSuspect, Deaths, IsGuilty, WasTried) = (false, 0, false, false);
        }
    }
}
