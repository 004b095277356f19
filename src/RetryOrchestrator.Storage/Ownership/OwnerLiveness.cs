using RetryOrchestrator.Engine.Execution;

namespace RetryOrchestrator.Storage.Ownership;

/// <summary>Whether a process that holds a state is still alive, at one glance.</summary>
internal sealed class OwnerLiveness(IProcessTable processes, TimeProvider time)
{
    /// <summary>
    /// How old the last heartbeat of a process on another machine may be. Generous, because the
    /// two clocks differ; who wants to be sure watches the heartbeat
    /// (<see cref="OwnerLock.Acquire"/>).
    /// </summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(1);

    /// <summary>True or false for a process of this machine, null for one of another.</summary>
    public bool? IsAlive(OwnerRow owner) => processes.IsAlive(owner.Owner.Process);

    /// <summary>As <see cref="IsAlive"/>, and a guess by the heartbeat where that is unknown.</summary>
    public bool SeemsAlive(OwnerRow owner) =>
        IsAlive(owner) ?? (time.GetUtcNow() - owner.HeartbeatAt).Duration() < StaleAfter;
}
