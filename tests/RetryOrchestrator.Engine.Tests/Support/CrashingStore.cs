using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Tests.Support;

/// <summary>The death of the process, at a write to the state.</summary>
internal sealed class CrashException : Exception;

/// <summary>
/// A store under which the process dies: from one write on nothing more is done, not even the
/// release of the state. Notes what was durable by then.
/// </summary>
internal sealed class CrashingStore(IRunStore inner, int crashAt, bool afterWrite = false)
    : IRunStore
{
    public const int Never = int.MaxValue;

    private readonly List<string> _facts = [];

    // The ids of the jobs that were seen in flight or handed out, by their keys.
    private readonly Dictionary<long, string> _ids = [];
    private int _writes;
    private bool _dead;

    /// <summary>Dies instead of writing the end of this attempt.</summary>
    public long? CrashOnEndOf { get; init; }

    /// <summary>What it waits for before it dies of the end of that attempt; null for nothing.</summary>
    public Action? BeforeThatEnd { get; init; }

    /// <summary>Dies instead of ending a pass.</summary>
    public bool CrashOnEndOfPass { get; init; }

    /// <summary>What became durable, in order.</summary>
    public IReadOnlyList<string> Facts => _facts;

    public string Path => inner.Path;

    public string Identity => inner.Identity;

    public bool? IsSimulated => inner.IsSimulated;

    public string? IntakeFingerprint => inner.IntakeFingerprint;

    public void Acquire(RunOwner owner) => inner.Acquire(owner);

    public IIntakeSession BeginIntake() => new Intake(this, inner.BeginIntake());

    public OpenedRun OpenRun(RunStart start)
    {
        var opened = Write(() => inner.OpenRun(start), "run opened");
        opened.InFlight.ToList().ForEach(attempt => Know(attempt.Job));
        return opened;
    }

    public JobTally CountJobs() => inner.CountJobs();

    public OpenedPass BeginPass(int pass, int maxPasses, DateTimeOffset at) =>
        Write(() => inner.BeginPass(pass, maxPasses, at), $"pass {pass}");

    public DueJobs EnterPass(bool suspectsRunAlone) => inner.EnterPass(suspectsRunAlone);

    public IReadOnlyList<UncertainJob> ReadUncertain() => inner.ReadUncertain();

    public void RecordAnswers(IReadOnlyList<VerifiedJob> answers, DateTimeOffset at) =>
        Write(
            () =>
            {
                inner.RecordAnswers(answers, at);
                return 0;
            },
            "answers recorded"
        );

    public Turn Exchange(TurnRequest request)
    {
        if (request.Ended.Any(end => end.AttemptId == CrashOnEndOf))
        {
            BeforeThatEnd?.Invoke();
            Die();
        }

        return Write(
            () => inner.Exchange(request),
            turn =>
                [
                    .. request.Ended.Select(end =>
                        $"{_ids[end.JobKey]} {HowItEnded(end)}: {end.Status}"
                    ),
                    .. turn.Claims.Select(claim => $"{Know(claim.Job)} claimed"),
                ]
        );
    }

    public void EndPass(RetryPassSummary summary, DateTimeOffset? nextPassAt)
    {
        if (CrashOnEndOfPass)
        {
            Die();
        }

        Write(
            () =>
            {
                inner.EndPass(summary, nextPassAt);
                return 0;
            },
            $"pass {summary.Pass}: {summary.Result}"
        );
    }

    public void CloseRun(RunClosing closing, DateTimeOffset at) =>
        Write(
            () =>
            {
                inner.CloseRun(closing, at);
                return 0;
            },
            closing == RunClosing.Completed ? "run completed" : "run stopped"
        );

    public bool Heartbeat(DateTimeOffset at) => !_dead && inner.Heartbeat(at);

    public bool IsStopRequested() => !_dead && inner.IsStopRequested();

    public void Dispose()
    {
        // A dead process releases nothing; its connection goes, and the next start finds it dead.
        inner.Dispose();
    }

    private string Know(StoredJob job) => _ids[job.Key] = job.Job.Id;

    private static string HowItEnded(AttemptEnd end) =>
        end.Outcome == AttemptOutcome.Failed
            ? end.Failure!.Category.ToString()
            : end.Outcome.ToString();

    private T Write<T>(Func<T> write, params IReadOnlyList<string> facts) =>
        Write(write, _ => facts);

    private T Write<T>(Func<T> write, Func<T, IReadOnlyList<string>> facts)
    {
        var now = ++_writes == crashAt;
        if (_dead || (now && !afterWrite))
        {
            Die();
        }

        var result = write();
        _facts.AddRange(facts(result));
        if (now)
        {
            Die();
        }

        return result;
    }

    private void Die()
    {
        _dead = true;
        throw new CrashException();
    }

    private sealed class Intake(CrashingStore store, IIntakeSession session) : IIntakeSession
    {
        public void Add(JobRow row) => session.Add(row);

        public IntakeCounts Complete(string? fingerprint) =>
            store.Write(() => session.Complete(fingerprint), "list taken in");

        public void Dispose() => session.Dispose();
    }
}
