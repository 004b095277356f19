using RetryOrchestrator.Engine.Artifacts;
using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Storage;
using RetryOrchestrator.Storage.Sqlite;

namespace RetryOrchestrator.Engine.Tests.Support;

/// <summary>
/// Whole runs on the real store, kept in memory, on a clock that waits for nothing. Each start is
/// a process of its own.
/// </summary>
internal sealed class RunHarness : IDisposable
{
    private readonly IStateStore _state;

    // A database in memory lives as long as somebody has it open.
    private readonly IRunSession _keeper;

    private readonly CancellationTokenSource _acted = new();

    public RunHarness()
        : this(
            (processes, time) =>
                new SqliteStateStore(
                    StateLocation.Memory($"run-{Guid.NewGuid():N}"),
                    processes,
                    time
                )
        ) { }

    /// <param name="newState">Makes an empty state, in whatever kind of store.</param>
    public RunHarness(Func<IProcessTable, TimeProvider, IStateStore> newState)
    {
        _state = newState(Processes, Time);
        _keeper = _state.OpenForRun();
    }

    public WaitSkippingTime Time { get; } = new();

    public FakeProcesses Processes { get; } = new();

    /// <summary>What marks the begin of attempts; it outlives each start, as a file would.</summary>
    public IBeginMarks? Marks { get; set; } = new MemoryBeginMarks();

    public EventLog Events { get; private set; } = new();

    /// <summary>
    /// No hold: it would last for ever, because this clock does not move while nobody is at work.
    /// </summary>
    public OrchestratorOptions Options { get; set; } =
        new() { Workers = 1, OutageHold = TimeSpan.Zero };

    public IFailureClassifier Classifier { get; init; } = new PlainClassifier();

    /// <summary>Acts on events of the next start.</summary>
    public Action<Events.RunEvent>? OnEvent { get; set; }

    /// <summary>What the events of the next start wait for until they are shown.</summary>
    public Func<Task> WhenShown { get; set; } = () => Task.CompletedTask;

    /// <summary>The operator's stop.</summary>
    public CancellationToken Stop { get; set; }

    /// <summary>Where attempts say that they pass their point of no return.</summary>
    public Checkpoints? Checkpoints { get; set; }

    /// <summary>What is asked whether uncertain jobs were done.</summary>
    public IVerifier? Verifier { get; set; }

    /// <summary>What keeps outcomes that could not be recorded.</summary>
    public IKeptOutcomes? KeptOutcomes { get; set; }

    public IProgressMirror? Mirror { get; set; }

    /// <summary>Wraps the store of the next start.</summary>
    public Func<IRunSession, IRunSession> WrapStore { get; set; } = store => store;

    public Task<RunEnd> StartAsync(IJobSource jobs, Func<Attempt, AttemptResult> execute) =>
        StartAsync(jobs, new DelegateExecutor(execute));

    public async Task<RunEnd> StartAsync(IJobSource jobs, IJobExecutor executor)
    {
        Processes.Restart();
        Events = new EventLog { On = OnEvent, WhenShown = WhenShown };
        using var store = WrapStore(_state.OpenForRun());
        var parts = new RunParts
        {
            Store = store,
            Executor = executor,
            Classifier = Classifier,
            Processes = Processes,
            Events = Events,
            Artifacts = new RunArtifacts("artifacts"),
            Mirror = Mirror,
            Checkpoints = Checkpoints,
            Verifier = Verifier,
            BeginMarks = Marks,
            KeptOutcomes = KeptOutcomes,
            Time = Time,
        };
        return await new Orchestrator(parts, Options).RunAsync(jobs, [], Stop);
    }

    /// <summary>Starts with jobs whose attempts follow scripts; past its end a script repeats its last.</summary>
    public Task<RunEnd> StartAsync(IReadOnlyDictionary<string, AttemptResult[]> scripts) =>
        StartAsync(
            ListSource.Of([.. scripts.Keys]),
            attempt =>
            {
                var script = scripts.First(s => s.Key.Split('@')[0] == attempt.Job.Id).Value;
                return script[Math.Min(attempt.CountedBefore, script.Length - 1)];
            }
        );

    /// <summary>Resets a job, from a process of its own.</summary>
    /// <returns>The jobs that changed.</returns>
    public IReadOnlyList<string> Reset(string jobId, bool force)
    {
        Processes.Restart();
        using var maintenance = _state.OpenForMaintenance();
        return
        [
            .. maintenance
                .Reset(new JobQuery { JobIds = [jobId] }, force, Time.GetUtcNow())
                .Select(job => job.JobId),
        ];
    }

    /// <summary>
    /// Where guards are to do nothing: stops the run when they do. It would wait for a clock that
    /// nobody moves.
    /// </summary>
    public void StopWhenGuardsAct()
    {
        Stop = _acted.Token;
        OnEvent = happened =>
        {
            if (happened is GuardActed)
            {
                _acted.Cancel();
            }
        };
    }

    /// <summary>Asks the live run to stop, as another process would.</summary>
    public void RequestStop()
    {
        using var maintenance = _state.OpenForMaintenance();
        Assert.NotNull(maintenance.RequestStop(Time.GetUtcNow()));
    }

    public T Read<T>(Func<IStateReader, T> read)
    {
        using var reader = _state.OpenForReading();
        return read(reader);
    }

    public IReadOnlyList<OrchestratorJob> Jobs() =>
        Read(reader => reader.ReadJobs(new JobQuery()).ToList());

    public IReadOnlyList<OrchestratorAttempt> Attempts() =>
        Read(reader => reader.ReadAttempts(new JobQuery()).ToList());

    /// <summary>The attempts of some jobs in a line each: the job, the number, the outcome.</summary>
    public IReadOnlyList<string> History(params string[] jobs) =>
        [
            .. Attempts()
                .Where(attempt => jobs.Contains(attempt.JobId))
                .Select(attempt => $"{attempt.JobId} {attempt.Number} {attempt.Outcome}"),
        ];

    public IReadOnlyList<RetryPassSummary> Passes() =>
        Read(reader => reader.ReadPasses(new PassQuery()));

    public void Dispose()
    {
        _keeper.Dispose();
        _acted.Dispose();
    }
}
