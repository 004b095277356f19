using System.Diagnostics;
using RetryOrchestrator.Engine;
using RetryOrchestrator.Engine.Artifacts;
using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Executors.Simulated;
using RetryOrchestrator.Storage;
using RetryOrchestrator.Storage.Mirror;

namespace RetryOrchestrator.Proof.Tests.TwoAtOnce;

/// <summary>
/// Readers of the status while a run does 10,000 jobs: none sees counts that do not add up, and
/// the run goes on. How much slower it was is in the test's output: on a machine that is busy with
/// other things a limit would prove nothing.
/// </summary>
public sealed class ReadersTests : IDisposable
{
    private const int Jobs = 10_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("readers-");

    public ReadersTests() =>
        // Every fourth job needs two attempts.
        File.WriteAllLines(
            At("jobs.csv"),
            [
                "job_id,simulate",
                .. Enumerable
                    .Range(1, Jobs)
                    .Select(n =>
                        $"v{n},{(n % 4 == 0 ? "infrastructure: ADB timeout; success" : "success")}"
                    ),
            ]
        );

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_hundred_readers_see_whole_moments()
    {
        var (alone, watched) = (new List<TimeSpan>(), new List<TimeSpan>());
        var looks = 0;
        for (var n = 0; n < ProofSettings.Pick(3, 15); n++)
        {
            alone.Add(await RunAsync($"alone-{n}"));
            using var over = new CancellationTokenSource();
            var readers = Enumerable
                .Range(0, 100)
                .Select(reader =>
                    // Each at a pace of its own, or all would look in the same moment.
                    LookEveryAsync(
                        TimeSpan.FromMilliseconds(50 + 5 * reader),
                        $"watched-{n}",
                        over.Token
                    )
                )
                .ToList();
            watched.Add(await RunAsync($"watched-{n}"));
            await over.CancelAsync();
            looks += (await Task.WhenAll(readers)).Sum();
        }

        Say(
            $"Alone {Median(alone):0.00} s, watched {Median(watched):0.00} s: "
                + $"{Median(watched) / Median(alone):0.00} times as long, with {looks} looks."
        );
        Assert.InRange(looks, 10, int.MaxValue);
    }

    [Fact]
    public async Task So_do_readers_that_never_pause()
    {
        using var over = new CancellationTokenSource();
        var readers = Enumerable
            .Range(0, 4)
            .Select(_ =>
                Task.Factory.StartNew(
                    () => LookOn("run", over.Token),
                    TestContext.Current.CancellationToken,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default
                )
            )
            .ToList();

        await RunAsync("run");
        await over.CancelAsync();

        var looks = (await Task.WhenAll(readers)).Sum();
        Say($"{looks} looks.");
        Assert.InRange(looks, 10, int.MaxValue);
    }

    private async Task<int> LookEveryAsync(TimeSpan pause, string run, CancellationToken over)
    {
        var watch = new StatusWatch(StateAt(run), Jobs);
        using var tick = new PeriodicTimer(pause);
        while (!over.IsCancellationRequested)
        {
            await tick.WaitForNextTickAsync(CancellationToken.None);
            watch.Look();
        }

        return watch.LiveLooks;
    }

    private int LookOn(string run, CancellationToken over)
    {
        var watch = new StatusWatch(StateAt(run), Jobs);
        while (!over.IsCancellationRequested)
        {
            watch.Look();
        }

        return watch.LiveLooks;
    }

    /// <summary>A run to its end, in this process but otherwise as Start-OrchestratorRun has it.</summary>
    private async Task<TimeSpan> RunAsync(string name)
    {
        var began = Stopwatch.GetTimestamp();
        using var store = StateAt(name).OpenForRun();
        await using var executor = new SimulatedExecutor();
        var end = await new Orchestrator(
            new RunParts
            {
                Store = store,
                Executor = executor,
                Classifier = FailureClassifier.BuiltIn,
                Processes = new SystemProcessTable(),
                Events = new NobodyListens(),
                Artifacts = new RunArtifacts(At("artifacts")),
                Mirror = new ProgressMirror(At(name), At(name + ".csv"), maxAttempts: 5),
            },
            new OrchestratorOptions { RetryDelay = TimeSpan.Zero }
        ).RunAsync(new JobsFileSource(At("jobs.csv")), [], TestContext.Current.CancellationToken);
        Assert.Equal(Jobs, end.Jobs.Succeeded);
        return Stopwatch.GetElapsedTime(began);
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private SqliteStateStore StateAt(string name) =>
        new(At(name), new SystemProcessTable(), TimeProvider.System);

    private static double Median(List<TimeSpan> times) =>
        times.Order().ElementAt(times.Count / 2).TotalSeconds;

    private static void Say(string text) => TestContext.Current.TestOutputHelper!.WriteLine(text);

    private sealed class NobodyListens : IEventSink
    {
        public void Publish(RunEvent runEvent) { }
    }
}
