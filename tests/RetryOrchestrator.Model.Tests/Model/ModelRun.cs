using RetryOrchestrator.Engine.Artifacts;
using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Model.Tests.Model;

/// <summary>The engine and the store, put through the commands of a scenario.</summary>
internal sealed class ModelRun : IDisposable
{
    // Attempts whose jobs were reset while their pass was open: it counts them no longer.
    private readonly HashSet<(string JobId, int Number)> _forgotten = [];

    // Attempts that have passed their point of no return.
    private readonly HashSet<(string JobId, int Number)> _passed = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("model-");

    public ModelRun() =>
        Harness.Checkpoints = new Checkpoints(Path.Combine(_folder.FullName, "checkpoints"));

    public RunHarness Harness { get; } = new();

    /// <summary>Whether an attempt has passed its point of no return.</summary>
    public bool HasPassed(string jobId, int number) => _passed.Contains((jobId, number));

    /// <summary>Where everything stands, and what passes have forgotten since.</summary>
    public ModelState Read() =>
        Harness.Read(reader => new ModelState(reader) { Forgotten = _forgotten });

    /// <summary>Does what a command says.</summary>
    /// <returns>The facts that became durable, in order, and whether the run was cut off.</returns>
    public async Task<(IReadOnlyList<string> Facts, bool CutOff)> StartAsync(
        IReadOnlyList<ScenarioJob> list,
        ScenarioCommand command,
        int workers = 1,
        int claimAhead = 1
    )
    {
        foreach (var (id, force) in command.Resets)
        {
            var open = Harness.Read(reader => new ModelState(reader).OpenPass);
            foreach (var job in Harness.Reset(id, force))
            {
                _forgotten.UnionWith(
                    Harness
                        .Attempts()
                        .Where(attempt =>
                            attempt.JobId == job && open == (attempt.RunId, attempt.Pass)
                        )
                        .Where(attempt => attempt.Outcome != AttemptOutcome.Cancelled)
                        .Select(attempt => (attempt.JobId, attempt.Number))
                );
            }
        }

        using var stop = new CancellationTokenSource();
        CrashingStore? store = null;
        var attempts = 0;
        var waits = 0;
        Harness.Options = command.Options with { Workers = workers };
        Harness.Stop = stop.Token;
        Harness.WrapStore = inner =>
            store = new CrashingStore(
                inner,
                command.Crashes ? command.At : CrashingStore.Never,
                command.Cut == Cut.CrashAfterWrite
            );
        Harness.OnEvent = happened =>
        {
            if (happened is WaitStarted && command.Cut == Cut.StopInWait && ++waits == command.At)
            {
                stop.Cancel();
            }
        };

        try
        {
            var end = await Harness.StartAsync(
                ListSource.Of([
                    .. list.Select(job => job.Account is null ? job.Id : $"{job.Id}@{job.Account}"),
                ]),
                new DelegateExecutor(attempt =>
                {
                    if (command.Cut != Cut.StopInAttempt || ++attempts != command.At)
                    {
                        var row = list.First(job => job.Id == attempt.Job.Id);
                        return ResultOf(row.Attempt(attempt.Number), attempt);
                    }

                    stop.Cancel();
                    return AttemptResult.Stopped;
                })
                {
                    ClaimAhead = claimAhead,
                }
            );
            return (store!.Facts, end.Stopped);
        }
        catch (CrashException)
        {
            return (store!.Facts, true);
        }
    }

    public void Dispose()
    {
        Harness.Dispose();
        _folder.Delete(recursive: true);
    }

    private AttemptResult DieAfterCheckpoint(Attempt attempt)
    {
        lock (_passed)
        {
            _passed.Add((attempt.Job.Id, attempt.Number));
        }

        File.WriteAllText(attempt.CheckpointPath!, "posting");
        return new AttemptResult.Failed(
            new FailureEvidence
            {
                Message = "killed",
                DeclaredCategory = FailureCategory.Infrastructure,
                LeavesOpen = true,
            }
        );
    }

    private AttemptResult ResultOf(Ending ending, Attempt attempt) =>
        ending switch
        {
            Ending.Success => Result.Ok,
            Ending.Account => Result.Account,
            Ending.Input => Result.Input,
            Ending.Infrastructure => Result.Infrastructure,
            Ending.Unknown => Result.Unknown,
            Ending.Uncertain => DieAfterCheckpoint(attempt),
            Ending.Deferred => new AttemptResult.Deferred("no device"),
            _ => throw new ArgumentOutOfRangeException(nameof(ending), ending, null),
        };
}
