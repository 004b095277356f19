using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Storage.Ownership;

/// <summary>Whether a process that holds a state is still alive, at one glance.</summary>
internal sealed class OwnerLiveness(IProcessTable processes, TimeProvider time)
{
    /// <summary>
    /// How old the last heartbeat of a process that cannot be seen from here may be. Generous,
    /// because two machines' clocks differ; who wants to be sure watches the heartbeat
    /// (<see cref="OwnerLock.Acquire"/>).
    /// </summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(1);

    /// <summary>
    /// True or false for a process that can be seen from here, null for one of another machine or
    /// container.
    /// </summary>
    public bool? IsAlive(OwnerRow owner) => processes.IsAlive(owner.Owner.Process);

    /// <summary>
    /// Whether the state is held, by all the evidence: the run's lock, its process, and where that
    /// cannot be seen the age of its heartbeat.
    /// </summary>
    public bool SeemsAlive(OwnerRow owner, StateLocation location) =>
        HoldFile.IsHeld(location)
        || (IsAlive(owner) ?? (time.GetUtcNow() - owner.HeartbeatAt).Duration() < StaleAfter);
}
