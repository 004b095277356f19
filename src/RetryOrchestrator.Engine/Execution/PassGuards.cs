using RetryOrchestrator.Engine.Guards;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>
/// Between a pass and the guards of its run: shows them each end as evidence, and turns what they
/// decide into what the commit and the operator are told.
/// </summary>
/// <remarks>Not thread-safe: the coordinator of a pass owns it.</remarks>
internal sealed class PassGuards(RunGuards guards, PassContext context)
{
    // A run that is killed while it holds forgets no more of it than this.
    private static readonly TimeSpan MostUnstored = TimeSpan.FromSeconds(1);

    private readonly List<AttemptReturn> _returned = [];
    private readonly List<OrchestratorGuardAct> _acts = [];
    private TimeSpan _heldStored = guards.HeldAt(context.Parts.Time.GetElapsedTime(0));

    /// <summary>Failures given back since this was last cleared.</summary>
    public IReadOnlyList<AttemptReturn> Returned => _returned;

    /// <summary>What guards did since this was last cleared.</summary>
    public IReadOnlyList<OrchestratorGuardAct> Acts => _acts;

    /// <summary>Whether there is anything to be stored.</summary>
    public bool HaveActed => _acts.Count + _returned.Count > 0;

    /// <summary>Whether the run holds.</summary>
    public bool IsHolding => guards.IsHolding;

    /// <summary>Whether the run has held long enough since that was last stored to store it again.</summary>
    public bool HoldGrew => guards.IsHolding && guards.HeldAt(Now) - _heldStored >= MostUnstored;

    /// <summary>Whether workers are watched.</summary>
    public bool WatchSlots => guards.WatchesSlots;

    /// <summary>Whether jobs that wait may be claimed later, though none may be now.</summary>
    public bool MakeWait => guards.IsHolding || guards.AnySetAside;

    /// <summary>Whether time alone has changed what may be claimed.</summary>
    public bool AreDue => guards.AreDue(Now);

    private TimeSpan Now => context.Parts.Time.GetElapsedTime(0);

    /// <summary>What may be claimed for a worker now.</summary>
    public Admission Admit(Worker worker) => guards.Admit(worker.Slot, Now);

    /// <summary>A job was claimed for a worker.</summary>
    public void Claimed(Worker worker) => guards.Claimed(worker.Slot, Now);

    /// <summary>A claim was taken back before its attempt began.</summary>
    public void TakenBack(Worker worker) => guards.TakenBack(worker.Slot);

    /// <summary>Shows an end.</summary>
    public void Observe(SettledAttempt ended)
    {
        var (claimed, end) = (ended.Claimed, ended.Settlement.End);
        var bearing = AttemptEvidence.BearingOf(end.Outcome, end.Failure?.Category);
        var now = Now;
        Take(
            guards.Observe(
                new AttemptEvidence(
                    ended.Slot,
                    bearing,
                    claimed.Job.Counters.CountedInRun > 0,
                    now - ended.Duration,
                    now,
                    bearing == Bearing.Failure
                        ? new ChargedAttempt(claimed.Id, claimed.Job, claimed.Place, end.Failure!)
                        : null
                )
            )
        );
    }

    /// <summary>How long the run has held in all, to be stored; null when nothing has changed that.</summary>
    public TimeSpan? TakeHeld() =>
        _acts.Count > 0 || guards.IsHolding ? _heldStored = guards.HeldAt(Now) : null;

    /// <summary>Sees what time has changed.</summary>
    public void Tick() => Take(guards.Tick(Now));

    /// <summary>
    /// Workers that may be at work at once, where devices are out; null while none is.
    /// </summary>
    public int? MostAtWork => guards.MostAtWork;

    /// <summary>Tells the executor which devices may be given jobs, as far as that has changed.</summary>
    public void OrderDevices(IJobExecutor executor)
    {
        var orders = guards.TakeOrders(Now);
        if (orders.Count > 0)
        {
            executor.Obey(orders);
        }
    }

    /// <summary>What there was is stored.</summary>
    public void Clear()
    {
        _returned.Clear();
        _acts.Clear();
    }

    private void Take(IReadOnlyList<GuardVerdict> verdicts)
    {
        foreach (var verdict in verdicts)
        {
            var reason = GuardWords.WhyGivenBack(verdict);
            foreach (var given in verdict.GivenBack)
            {
                _returned.Add(ReturnOf(given, reason));
            }

            if (GuardWords.Of(verdict) is { } act)
            {
                _acts.Add(
                    new OrchestratorGuardAct(
                        context.Clock.Now,
                        context.Pass,
                        act.Subject,
                        act.Action,
                        act.Detail
                    )
                );
            }
        }
    }

    private AttemptReturn ReturnOf(ChargedAttempt given, string reason)
    {
        var before = given.Before;
        return new AttemptReturn(
            given.AttemptId,
            before.Key,
            before.Status,
            context.Pass,
            before.Counters with
            {
                AllAttempts = before.Counters.AllAttempts + 1,
            },
            reason,
            given.Place
        );
    }
}
