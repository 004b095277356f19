using RetryOrchestrator.Engine.Files;

namespace RetryOrchestrator.Storage;

/// <summary>The time limits of the state store.</summary>
public sealed record StateStoreOptions
{
    /// <summary>
    /// How long the heartbeat of a run on another machine is watched before the run is held to be
    /// dead. More than twice the interval at which a run beats; default 15 s.
    /// </summary>
    public TimeSpan WatchTime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Told in words, once, that a start waits because it watches such a heartbeat. Called on the
    /// thread that acquires the state; null: nobody is told.
    /// </summary>
    public Action<string>? Watching { get; init; }

    /// <summary>Who may read what is written. Default: as the umask has it.</summary>
    public FileRights Rights { get; init; } = FileRights.Default;

    /// <summary>
    /// How long to wait for another program's lock. At least 1 ms; default 15 s, which outlasts
    /// the intake of a million jobs.
    /// </summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The same once a run is open, which itself says that it waits, and goes on waiting; null:
    /// no shorter than before.
    /// </summary>
    public TimeSpan? LiveBusyTimeout { get; init; }
}
