using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Jobs;

namespace RetryOrchestrator.Engine.Rendering.Live;

/// <summary>
/// Picks the jobs that will not be tried again out of what happens, the first of each pass; the
/// others are counted. Not thread-safe.
/// </summary>
public sealed class FailedJobs
{
    /// <summary>Jobs that are named in a pass at most.</summary>
    public const int MostAPass = 20;

    private int _named;
    private int _more;

    /// <summary>What is to be said of it; null for nothing.</summary>
    public JobsFailed? Of(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case AttemptsMoved moved:
                var failed = moved.Ended.Where(ended => ended.Status == JobStatus.Failed).ToList();
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
}
