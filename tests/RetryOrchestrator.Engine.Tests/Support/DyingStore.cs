using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Tests.Support;

/// <summary>A store of a process that a job may kill: from then on nothing is written any more.</summary>
internal sealed class DyingStore(IRunStore inner) : IRunStore
{
    private volatile bool _isDead;
    private int _polls;

    /// <summary>How often the run has looked whether it is to stop: once each time it looked up.</summary>
    public int Polls => Volatile.Read(ref _polls);

    /// <summary>The process dies.</summary>
    public void Kill() => _isDead = true;

    public string Path => inner.Path;

    public string Identity => inner.Identity;

    public bool? IsSimulated => inner.IsSimulated;

    public string? IntakeFingerprint => inner.IntakeFingerprint;

    public void Acquire(RunOwner owner) => inner.Acquire(owner);

    public IIntakeSession BeginIntake() => inner.BeginIntake();

    public OpenedRun OpenRun(RunStart start) => inner.OpenRun(start);

    public JobTally CountJobs() => inner.CountJobs();

    public OpenedPass BeginPass(int pass, int maxPasses, DateTimeOffset at) =>
        Alive().BeginPass(pass, maxPasses, at);

    public DueJobs EnterPass(bool suspectsRunAlone) => Alive().EnterPass(suspectsRunAlone);

    public Turn Exchange(TurnRequest request) => Alive().Exchange(request);

    public void EndPass(RetryPassSummary summary, DateTimeOffset? nextPassAt) =>
        Alive().EndPass(summary, nextPassAt);

    public void CloseRun(RunClosing closing, DateTimeOffset at) => Alive().CloseRun(closing, at);

    public bool Heartbeat(DateTimeOffset at) => Polled().Heartbeat(at);

    public bool IsStopRequested() => Polled().IsStopRequested();

    public IReadOnlyList<UncertainJob> ReadUncertain() => Alive().ReadUncertain();

    public void RecordAnswers(IReadOnlyList<VerifiedJob> answers, DateTimeOffset at) =>
        Alive().RecordAnswers(answers, at);

    public void Dispose() => inner.Dispose();

    private IRunStore Polled()
    {
        Interlocked.Increment(ref _polls);
        return Alive();
    }

    private IRunStore Alive() => _isDead ? throw new CrashException() : inner;
}
