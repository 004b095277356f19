using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Tests.Support;

/// <summary>A store that another program has locked whenever a test says so.</summary>
internal sealed class LockedStore(IRunSession inner) : IRunSession
{
    /// <summary>Asked before each write, with what is written: whether the state is locked.</summary>
    public Func<object, bool> IsLocked { get; set; } = _ => false;

    public string Address => inner.Address;

    public string Identity => inner.Identity;

    public bool? IsSimulated => inner.IsSimulated;

    public string? IntakeFingerprint => inner.IntakeFingerprint;

    public Membership Join(Member me) => inner.Join(me);

    public IIntakeSession BeginIntake() => inner.BeginIntake();

    public OpenedRun Open(RunTerms terms, DateTimeOffset at) => inner.Open(terms, at);

    public JobTally CountJobs() => inner.CountJobs();

    public PassTurn Enter(DateTimeOffset at)
    {
        Check(nameof(Enter));
        return inner.Enter(at);
    }

    public DueJobs LineUp() => inner.LineUp();

    public IReadOnlyList<UncertainJob> ReadUncertain() => inner.ReadUncertain();

    public void RecordAnswers(IReadOnlyList<VerifiedJob> answers, DateTimeOffset at)
    {
        Check(answers);
        inner.RecordAnswers(answers, at);
    }

    public Turn Exchange(TurnRequest request)
    {
        Check(request);
        return inner.Exchange(request);
    }

    public ClosedPass TryClose(int pass, Func<RunNumbers, RetryPassSummary> summarize)
    {
        Check(nameof(TryClose));
        return inner.TryClose(pass, summarize);
    }

    public void Leave(DateTimeOffset at)
    {
        Check(nameof(Leave));
        inner.Leave(at);
    }

    public Pulse Beat(DateTimeOffset at)
    {
        Check(nameof(Beat));
        return inner.Beat(at);
    }

    public Pulse Glance() => inner.Glance();

    public void Dispose() => inner.Dispose();

    private void Check(object written)
    {
        if (IsLocked(written))
        {
            throw new StateException("StateBusy", "The state is locked by another program.");
        }
    }
}
