using RetryOrchestrator.Engine.Artifacts;
using RetryOrchestrator.Engine.Configuration;
using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Files;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Rendering.Live;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Storage;
using RetryOrchestrator.Storage.Marks;
using RetryOrchestrator.Storage.Mirror;

namespace RetryOrchestrator.Module.Composition;

/// <summary>
/// Puts together what a run works with: its state and the files beside that, the system's processes
/// and the clock.
/// </summary>
/// <param name="settings">The effective settings.</param>
/// <param name="paths">Where the state and the files beside it are.</param>
/// <param name="rights">Who may read what is written.</param>
/// <param name="isHostOurs">Whether this process is there for its command alone.</param>
/// <param name="classifier">Tells failures apart.</param>
/// <param name="events">Where the run says what happens.</param>
/// <param name="time">The clock.</param>
internal sealed class RunComposition(
    ResolvedSettings settings,
    StatePaths paths,
    FileRights rights,
    bool isHostOurs,
    IFailureClassifier classifier,
    EventQueue events,
    TimeProvider time
)
{
    /// <summary>Holds it all open for as long as the run works with it.</summary>
    /// <param name="executor">Runs the jobs; the caller's to close.</param>
    /// <param name="verifier">Is asked whether uncertain jobs were done; the caller's to close; or null.</param>
    /// <param name="run">The run.</param>
    public void Use(IJobExecutor executor, IVerifier? verifier, Action<RunParts> run)
    {
        rights.Tighten(paths.Mirror);
        rights.Tighten(paths.Artifacts);
        var processes = new SystemProcessTable
        {
            Spare = new SpareList(settings.List(LeftoverSettings.SpareProcess)),
        };
        var options = new StateStoreOptions
        {
            Rights = rights,
            LiveBusyTimeout = TimeSpan.FromSeconds(1),
            Watching = Warn,
        };
        using var store = StateStores.At(paths.State, options, processes, time).OpenForRun();
        using var mark = isHostOurs ? new SessionMark(isOurs: true) : null;
        if (SessionMark.Problem is { } problem)
        {
            Warn(problem);
        }

        using var begun = new BeginMarksFile(paths.State, rights);
        run(
            new RunParts
            {
                Store = store,
                Executor = executor,
                Classifier = classifier,
                Processes = processes,
                Events = events,
                Artifacts = new RunArtifacts(paths.Artifacts, rights, Warn)
                {
                    MaxBytes = settings.Options.MaxArtifactBytes,
                    MaxLogBytes = settings.Options.MaxLogBytes,
                },
                Checkpoints = executor.IsSimulated
                    ? null
                    : new Checkpoints(Checkpoints.FolderOf(paths.State), rights),
                Verifier = verifier,
                BeginMarks = begun,
                KeptOutcomes = new KeptOutcomesFile(paths.State, rights),
                Mirror = new ProgressMirror(
                    paths.State,
                    paths.Mirror,
                    settings.Options.MaxAttemptsPerJob,
                    options
                ),
                Time = time,
            }
        );
    }

    private void Warn(string message) =>
        events.Publish(new WarningRaised(time.GetUtcNow(), message));
}
