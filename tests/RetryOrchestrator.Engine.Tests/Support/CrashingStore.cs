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
internal sealed class CrashingStore(IRunSession inner, int crashAt, bool afterWrite = false)
    : IRunSession
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

    public string Address => inner.Address;

    public string Identity => inner.Identity;

    public bool? IsSimulated => inner.IsSimulated;

    public string? IntakeFingerprint => inner.IntakeFingerprint;

    public Membership Join(Member me) => inner.Join(me);

    public IIntakeSession BeginIntake() => new Intake(this, inner.BeginIntake());

    public OpenedRun Open(RunTerms terms, DateTimeOffset at)
    {
        var opened = Write(() => inner.Open(terms, at), "run opened");
        opened.InFlight.ToList().ForEach(attempt => Know(attempt.Job));
        return opened;
    }

    public JobTally CountJobs() => inner.CountJobs();

    public PassTurn Enter(DateTimeOffset at) =>
        Write(
            () => inner.Enter(at),
            turn =>
                turn switch
                {
                    PassTurn.Work work => [$"pass {work.Pass.Number}"],
                    PassTurn.Wait => [],
                    _ => ["run completed"],
                }
        );

    public DueJobs LineUp() => inner.LineUp();

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

    public ClosedPass TryClose(int pass, Func<RunNumbers, RetryPassSummary> summarize)
    {
        if (CrashOnEndOfPass)
        {
            Die();
        }

        return Write(
            () => inner.TryClose(pass, summarize),
            closed => [$"pass {pass}: {closed.Summary.Result}"]
        );
    }

    public void Leave(DateTimeOffset at) =>
        Write(
            () =>
            {
                inner.Leave(at);
                return 0;
            },
            "run stopped"
        );

    public Pulse Beat(DateTimeOffset at) => _dead ? default : inner.Beat(at);

    public Pulse Glance() => _dead ? default : inner.Glance();

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
