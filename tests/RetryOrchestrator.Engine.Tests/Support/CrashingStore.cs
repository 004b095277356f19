using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Tests.Support;

/// <summary>The death of the process, at a write to the state.</summary>
internal sealed class CrashException : Exception;

/// <summary>
/// A store under which the process dies: from one write on nothing more is done, not even the
/// release of the state. Notes which writes were durable by then.
/// </summary>
internal sealed class CrashingStore(IRunStore inner, int crashAt, bool afterWrite = false)
    : IRunStore
{
    public const int Never = int.MaxValue;

    private int _writes;
    private bool _dead;

    /// <summary>Dies instead of writing the end of this attempt.</summary>
    public long? CrashOnEndOf { get; init; }

    /// <summary>Dies instead of ending a pass.</summary>
    public bool CrashOnEndOfPass { get; init; }

    public bool Opened { get; private set; }

    public int Attempts { get; private set; }

    public int PassesEnded { get; private set; }

    public bool PassIsOpen { get; private set; }

    public bool Closed { get; private set; }

    public string Path => inner.Path;

    public string Identity => inner.Identity;

    public bool? IsSimulated => inner.IsSimulated;

    public string? IntakeFingerprint => inner.IntakeFingerprint;

    public void Acquire(RunOwner owner) => inner.Acquire(owner);

    public IIntakeSession BeginIntake() => inner.BeginIntake();

    public OpenedRun OpenRun(RunStart start) =>
        Write(
            () =>
            {
                var run = inner.OpenRun(start);
                PassIsOpen = run.PassIsOpen;
                return run;
            },
            () => Opened = true
        );

    public JobTally CountJobs() => inner.CountJobs();

    public OpenedPass BeginPass(int pass, int maxPasses, DateTimeOffset at) =>
        Write(() => inner.BeginPass(pass, maxPasses, at), () => PassIsOpen = true);

    public IEnumerable<DueJob> ReadDue(int pass) => inner.ReadDue(pass);

    public IReadOnlyList<StoredJob> Load(IReadOnlyList<long> keys) => inner.Load(keys);

    public RunNumbers Commit(RunCommit commit)
    {
        if (commit.Ended.Any(end => end.AttemptId == CrashOnEndOf))
        {
            Die();
        }

        return Write(() => inner.Commit(commit), () => Attempts += commit.Started.Count);
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
            () =>
            {
                PassesEnded++;
                PassIsOpen = false;
            }
        );
    }

    public void CloseRun(RunClosing closing, DateTimeOffset at) =>
        Write(
            () =>
            {
                inner.CloseRun(closing, at);
                return 0;
            },
            () => Closed = true
        );

    public bool Heartbeat(DateTimeOffset at) => !_dead && inner.Heartbeat(at);

    public void Dispose()
    {
        // A dead process releases nothing; its connection goes, and the next start finds it dead.
        inner.Dispose();
    }

    private T Write<T>(Func<T> write, Action durable)
    {
        var now = ++_writes == crashAt;
        if (_dead || (now && !afterWrite))
        {
            Die();
        }

        var result = write();
        durable();
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
}
