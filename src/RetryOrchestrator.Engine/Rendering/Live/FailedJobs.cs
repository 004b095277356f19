using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Engine.Rendering.Live;

/// <summary>
/// Picks the jobs that will not be tried again in this run out of what happens, the first of each
/// pass; the others are counted. In the last pass that is every job that failed. Not thread-safe.
/// </summary>
internal sealed class FailedJobs
{
    /// <summary>Jobs that are named in a pass at most.</summary>
    public const int MostAPass = 20;

    private int _named;
    private int _more;
    private bool _isLastPass;

    /// <summary>What is to be said of it; null for nothing.</summary>
    public JobsFailed? Of(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case PassStarted started:
                _isLastPass = started.Pass >= started.MaxPasses;
                return null;
            case AttemptsMoved moved:
                var failed = moved.Ended.Where(IsOver).ToList();
                var named = failed.Take(MostAPass - _named).ToList();
                _named += named.Count;
                _more += failed.Count - named.Count;
                return named.Count == 0 ? null : new JobsFailed(moved.At, moved.Pass, named, 0);
            case PassEnded ended:
                var more = _more;
                (_named, _more) = (0, 0);
                return more == 0 ? null : new JobsFailed(ended.At, ended.Summary.Pass, [], more);
            default:
                return null;
        }
    }

    // What fails in the last pass is due in the next run at the earliest.
    private bool IsOver(EndedAttempt ended) =>
        ended.Status is JobStatus.Failed or JobStatus.Uncertain
        || (_isLastPass && ended is { Status: JobStatus.Retrying, Outcome: AttemptOutcome.Failed });
}
