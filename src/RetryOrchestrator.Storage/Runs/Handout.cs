using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Storage.Runs;

/// <summary>
/// Which jobs of a pass are handed out next. One member alone is at work on a state in a file, so
/// that the queue of the pass is kept in its memory: what an end frees, the same turn hands out.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class Handout
{
    private readonly IReadOnlyList<DueJob> _due;
    private readonly PassQueue _queue;

    // The places of the jobs at work, by their attempts.
    private readonly Dictionary<long, int> _atWork = [];

    // What was at work before the jobs were lined up has no place.
    private readonly Dictionary<long, string?> _before = [];
    private Plan? _plan;

    /// <param name="due">The jobs due, in file order; those that run alone come last.</param>
    /// <param name="open">What is at work already: their accounts are waited for.</param>
    public Handout(IReadOnlyList<DueJob> due, IReadOnlyList<OpenAttempt> open)
    {
        _due = due;
        _queue = new PassQueue(due);
        foreach (var (attemptId, account) in open)
        {
            _before.Add(attemptId, account);
            _queue.Occupy(account);
        }

        AtFirst = new DueJobs(_queue.Available, _queue.AvailableAlone);
    }

    /// <summary>How many jobs there were at first.</summary>
    public DueJobs AtFirst { get; }

    /// <summary>Jobs that can still be handed out, at most (<see cref="Turn.Left"/>).</summary>
    public int Left => _queue.Available;

    /// <summary>The same of jobs that run alone.</summary>
    public int LeftAlone => _queue.AvailableAlone;

    /// <summary>
    /// What a request is handed. A request that was refused since is planned once: what it frees is
    /// free, and what it was to be handed is its own.
    /// </summary>
    public Plan PlanFor(TurnRequest request)
    {
        if (_plan is null || !ReferenceEquals(_plan.Request, request))
        {
            _plan = new Plan(request, Pick(request));
        }

        return _plan;
    }

    /// <summary>A plan is durable.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="claims">The claims that it came to.</param>
    public void Done(Plan plan, IReadOnlyList<Claim> claims)
    {
        _plan = null;
        foreach (var claim in claims)
        {
            _atWork.Add(claim.AttemptId, claim.Place);
        }

        // Claimed only when it is durable that they were given back.
        foreach (var returned in plan.Request.Returned)
        {
            _queue.TakeAgain(returned.Place);
        }
    }

    private List<Pick> Pick(TurnRequest request)
    {
        foreach (var end in request.Ended)
        {
            if (_atWork.Remove(end.AttemptId, out var place))
            {
                _queue.Release(_due[place].Account);
            }
            else if (_before.Remove(end.AttemptId, out var account))
            {
                _queue.Release(account);
            }
        }

        foreach (var withdrawal in request.Withdrawn)
        {
            if (_atWork.Remove(withdrawal.AttemptId, out var place))
            {
                _queue.PutBack(place);
            }
            else if (_before.Remove(withdrawal.AttemptId, out var account))
            {
                _queue.Release(account);
            }
        }

        foreach (var stop in request.AccountStops)
        {
            _queue.Stop(stop.Account);
        }

        var picked = new List<Pick>();
        foreach (var worker in request.Room)
        {
            if (!_queue.TryTake(out var due, out var place))
            {
                break;
            }

            picked.Add(new Pick(due.Key, due.Account, place, worker, RunsAlone: false));
        }

        if (
            picked.Count == 0
            && request.RoomAlone is { } alone
            && _queue.Available == 0
            && _queue.TryTakeAlone(out var suspect, out var last)
        )
        {
            picked.Add(new Pick(suspect.Key, suspect.Account, last, alone, RunsAlone: true));
        }

        return picked;
    }
}

/// <summary>What a request is handed.</summary>
/// <param name="Request">The request.</param>
/// <param name="Picked">The jobs.</param>
internal sealed record Plan(TurnRequest Request, IReadOnlyList<Pick> Picked);

/// <summary>A job that is about to be claimed.</summary>
/// <param name="Key">The job.</param>
/// <param name="Account">Its account, or null.</param>
/// <param name="Place">Its place in the queue of the pass.</param>
/// <param name="Worker">The worker it is for.</param>
/// <param name="RunsAlone">Whether nothing else is at work beside it.</param>
internal readonly record struct Pick(
    long Key,
    string? Account,
    int Place,
    int Worker,
    bool RunsAlone
);
