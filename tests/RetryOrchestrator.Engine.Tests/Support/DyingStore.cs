using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Tests.Support;

/// <summary>A store of a process that a job may kill: from then on nothing is written any more.</summary>
internal sealed class DyingStore(IRunSession inner) : IRunSession
{
    private volatile bool _isDead;
    private int _polls;

    /// <summary>How often the run has looked whether it is to stop: once each time it looked up.</summary>
    public int Polls => Volatile.Read(ref _polls);

    /// <summary>The process dies.</summary>
    public void Kill() => _isDead = true;

    public string Address => inner.Address;

    public string Identity => inner.Identity;

    public bool? IsSimulated => inner.IsSimulated;

    public string? IntakeFingerprint => inner.IntakeFingerprint;

    public Membership Join(Member me) => inner.Join(me);

    public IIntakeSession BeginIntake() => inner.BeginIntake();

    public OpenedRun Open(RunTerms terms, DateTimeOffset at) => inner.Open(terms, at);

    public JobTally CountJobs() => inner.CountJobs();

    public PassTurn Enter(DateTimeOffset at) => Alive().Enter(at);

    public DueJobs LineUp() => Alive().LineUp();

    public Turn Exchange(TurnRequest request) => Alive().Exchange(request);

    public ClosedPass TryClose(int pass, Func<RunNumbers, RetryPassSummary> summarize) =>
        Alive().TryClose(pass, summarize);

    public void Leave(DateTimeOffset at) => Alive().Leave(at);

    public Pulse Beat(DateTimeOffset at) => Polled().Beat(at);

    public Pulse Glance() => Polled().Glance();

    public IReadOnlyList<UncertainJob> ReadUncertain() => Alive().ReadUncertain();

    public void RecordAnswers(IReadOnlyList<VerifiedJob> answers, DateTimeOffset at) =>
        Alive().RecordAnswers(answers, at);

    public void Dispose() => inner.Dispose();

    private IRunSession Polled()
    {
        Interlocked.Increment(ref _polls);
        return Alive();
    }

    private IRunSession Alive() => _isDead ? throw new CrashException() : inner;
}
