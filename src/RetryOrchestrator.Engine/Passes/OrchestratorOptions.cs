using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Passes;

/// <summary>Every limit of a run. The defaults are the contract's.</summary>
public sealed record OrchestratorOptions
{
    /// <summary>Workers of a run that does not say how many.</summary>
    public const int DefaultWorkers = 3;

    /// <summary>Workers that run jobs at the same time. 1 to 1024, default 3.</summary>
    public int Workers { get; init; } = DefaultWorkers;

    /// <summary>Passes of one run, the first included. 1 to 1,000, default 5.</summary>
    public int MaxPasses { get; init; } = 5;

    /// <summary>Attempts of one job over all passes of a run. 1 to 1,000, default 5.</summary>
    public int MaxAttemptsPerJob { get; init; } = 5;

    /// <summary>
    /// Retries granted to one job in a run after infrastructure failures. 0 to 1,000, default 3.
    /// </summary>
    public int InfrastructureRetryLimit { get; init; } = 3;

    /// <summary>The wait between passes. 0 s to 7 days, default 30 s.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether failures that no rule knows are retried. Default true.</summary>
    public bool RetryUnknown { get; init; } = true;

    /// <summary>The time limit of one attempt. 1 s to 7 days, default 300 s.</summary>
    public TimeSpan JobTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>
    /// The time a stopped attempt is given before it is killed. 0 s to 1 hour, default 10 s.
    /// </summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The most that is kept of what one attempt says, in bytes. 1 MB to 100 GB, default 50 MB.
    /// </summary>
    public long MaxLogBytes { get; init; } = 50_000_000;

    /// <summary>
    /// The most that is kept of a run's logs and evidence, in bytes: then the oldest of attempts
    /// that succeeded make room. 1 MB to 2 PB, default 10 GB.
    /// </summary>
    public long MaxArtifactBytes { get; init; } = 10_000_000_000;

    /// <summary>
    /// Goes on with an account's other jobs after an account failure. Default false: they are
    /// skipped.
    /// </summary>
    public bool ContinueOnAccountFailure { get; init; }

    /// <summary>
    /// Goes on when a command is missing. Default false: the run stops itself when what runs its
    /// jobs cannot be started, or when several jobs in a row say that a command was not found.
    /// </summary>
    public bool ContinueOnMissingCommand { get; init; }

    /// <summary>
    /// A run in which jobs succeeded only on a retry is not a full success. Default false.
    /// </summary>
    public bool FailOnFlaky { get; init; }

    /// <summary>
    /// Whether a worker or device on which different jobs fail, while others do theirs, is set aside.
    /// Default true.
    /// </summary>
    public bool GuardSlots { get; init; } = true;

    /// <summary>
    /// Whether a job under which the process died runs alone, and is given up when the process dies
    /// of it again. Default true; else such an attempt counts as an infrastructure failure.
    /// </summary>
    public bool GuardAgainstPoison { get; init; } = true;

    /// <summary>
    /// How long a run may hold in all while everything fails alike. 0 s (never) to 7 days, default
    /// 600 s.
    /// </summary>
    public TimeSpan OutageHold { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>Leaves all failures of earlier runs alone. Default false.</summary>
    public bool NewJobsOnly { get; init; }

    /// <summary>What of it a run is worked on under, whoever works on it.</summary>
    /// <param name="isSimulated">Whether its jobs are not really run.</param>
    /// <param name="settings">All effective settings, kept for status.</param>
    public RunTerms ToTerms(bool isSimulated, IReadOnlyList<EffectiveSetting> settings) =>
        new()
        {
            NewJobsOnly = NewJobsOnly,
            IsSimulated = isSimulated,
            MaxPasses = MaxPasses,
            RetryDelay = RetryDelay,
            SuspectsRunAlone = GuardAgainstPoison,
            Settings = settings,
        };
}
