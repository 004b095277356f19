using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Tests.Support;

/// <summary>A store that another program has locked whenever a test says so.</summary>
internal sealed class LockedStore(IRunStore inner) : IRunStore
{
    /// <summary>Asked before each write, with what is written: whether the state is locked.</summary>
    public Func<object, bool> IsLocked { get; set; } = _ => false;

    public string Path => inner.Path;

    public string Identity => inner.Identity;

    public bool? IsSimulated => inner.IsSimulated;

    public string? IntakeFingerprint => inner.IntakeFingerprint;

    public void Acquire(RunOwner owner) => inner.Acquire(owner);

    public IIntakeSession BeginIntake() => inner.BeginIntake();

    public OpenedRun OpenRun(RunStart start) => inner.OpenRun(start);

    public JobTally CountJobs() => inner.CountJobs();

    public OpenedPass BeginPass(int pass, int maxPasses, DateTimeOffset at)
    {
        Check(nameof(BeginPass));
        return inner.BeginPass(pass, maxPasses, at);
    }

    public DueJobs EnterPass(bool suspectsRunAlone) => inner.EnterPass(suspectsRunAlone);

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

    public void EndPass(RetryPassSummary summary, DateTimeOffset? nextPassAt)
    {
        Check(summary);
        inner.EndPass(summary, nextPassAt);
    }

    public void CloseRun(RunClosing closing, DateTimeOffset at)
    {
        Check(closing);
        inner.CloseRun(closing, at);
    }

    public bool Heartbeat(DateTimeOffset at)
    {
        Check(nameof(Heartbeat));
        return inner.Heartbeat(at);
    }

    public bool IsStopRequested() => inner.IsStopRequested();

    public void Dispose() => inner.Dispose();

    private void Check(object written)
    {
        if (IsLocked(written))
        {
            throw new StateException("StateBusy", "The state is locked by another program.");
        }
    }
}
