using CsCheck;
using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Model;

/// <summary>
/// Random lists, failures, limits, stops and crashes on the real engine and store, compared with
/// the oracle. <c>MODEL_SCENARIOS</c> sets how many; a failure prints its seed, and
/// <c>CsCheck_Seed</c> runs it again.
/// </summary>
public class ModelTests
{
    private static readonly long Scenarios = long.TryParse(
        Environment.GetEnvironmentVariable("MODEL_SCENARIOS"),
        out var scenarios
    )
        ? scenarios
        : 1_000;

    private static readonly Gen<FailureCategory?> GenOutcome = Gen.Frequency(
        (4, Gen.Const((FailureCategory?)null)),
        (4, Gen.Const((FailureCategory?)FailureCategory.Infrastructure)),
        (3, Gen.Const((FailureCategory?)FailureCategory.Unknown)),
        (1, Gen.Const((FailureCategory?)FailureCategory.Account)),
        (1, Gen.Const((FailureCategory?)FailureCategory.Input))
    );

    private static readonly Gen<IReadOnlyList<ScenarioJob>> GenJobs = Gen.Select(
            Gen.Int[0, 2]
                .Select(n =>
                    n switch
                    {
                        0 => null,
                        1 => "ann",
                        _ => "bob",
                    }
                ),
            GenOutcome.List[1, 6]
        )
        .List[1, 7]
        .Select(rows =>
            (IReadOnlyList<ScenarioJob>)
                rows.Select((row, index) => new ScenarioJob($"v{index + 1}", row.Item1, row.Item2))
                    .ToList()
        );

    private static readonly Gen<OrchestratorOptions> GenOptions = Gen.Select(
        Gen.Int[1, 4],
        Gen.Int[1, 5],
        Gen.Int[0, 3],
        Gen.Bool,
        Gen.Frequency((3, Gen.Const(false)), (1, Gen.Const(true))),
        Gen.Frequency((4, Gen.Const(false)), (1, Gen.Const(true))),
        (passes, attempts, infrastructure, unknown, goOn, newOnly) =>
            new OrchestratorOptions
            {
                Workers = 1,
                MaxPasses = passes,
                MaxAttemptsPerJob = attempts,
                InfrastructureRetryLimit = infrastructure,
                RetryUnknown = unknown,
                ContinueOnAccountFailure = goOn,
                NewJobsOnly = newOnly,
                RetryDelay = TimeSpan.FromSeconds(1),
            }
    );

    private static readonly Gen<ScenarioCommand> GenCommand = Gen.Select(
        GenOptions,
        Gen.Enum<CutKind>(),
        Gen.Int[1, 16],
        Gen.Bool,
        (options, cut, at, after) => new ScenarioCommand(options, cut, at, after)
    );

    private static readonly Gen<Scenario> GenScenario = Gen.Select(
        GenJobs,
        GenCommand.List[1, 4],
        (jobs, commands) => new Scenario(jobs, commands)
    );

    [Fact]
    public void One_worker_does_exactly_what_the_rules_say_through_stops_and_crashes() =>
        GenScenario.Sample(
            scenario => PlayAsync(scenario).GetAwaiter().GetResult(),
            iter: Scenarios,
            print: scenario => scenario.ToString()
        );

    [Fact]
    public void Many_workers_come_to_the_same_end_as_one() =>
        Gen.Select(GenJobs, GenOptions, Gen.Int[2, 5], Gen.Int[1, 8])
            .Sample(
                (jobs, options, workers, ahead) =>
                    PlayTogetherAsync(jobs, options with { Workers = workers }, ahead)
                        .GetAwaiter()
                        .GetResult(),
                iter: Scenarios / 3
            );

    private static async Task PlayAsync(Scenario scenario)
    {
        using var run = new RunHarness();
        var oracle = new Oracle(scenario.Jobs);
        foreach (var command in scenario.Commands)
        {
            var cut = await StartAsync(run, scenario.Jobs, command);
            oracle.Run(command.Options, cut);
            Compare(oracle, run);
            Assert.InRange(run.Events.Of<PassStarted>().Count(), 0, AllowedPasses(command, run));
            if (cut is null)
            {
                Assert.Equal(
                    oracle.Results,
                    run.Events.Of<PassEnded>().Select(pass => pass.Summary.Result)
                );
            }
        }
    }

    private static async Task PlayTogetherAsync(
        IReadOnlyList<ScenarioJob> jobs,
        OrchestratorOptions options,
        int ahead
    )
    {
        using var run = new RunHarness { Options = options };
        await run.StartAsync(
            Source(jobs),
            new DelegateExecutor(attempt => Execute(jobs, attempt)) { ClaimAhead = ahead }
        );

        var oracle = new Oracle(jobs);
        oracle.Run(options, null);
        Compare(oracle, run);
    }

    // A pass that was cut off is finished under whatever limit.
    private static int AllowedPasses(ScenarioCommand command, RunHarness run) =>
        Math.Max(
            command.Options.MaxPasses,
            run.Events.Of<PassStarted>().Where(pass => pass.Resumed).Select(_ => 1).Sum()
        );

    private static async Task<CutOff?> StartAsync(
        RunHarness run,
        IReadOnlyList<ScenarioJob> jobs,
        ScenarioCommand command
    )
    {
        using var stop = new CancellationTokenSource();
        CrashingStore? store = null;
        run.Options = command.Options;
        run.Stop = stop.Token;
        run.WrapStore = inner =>
            store = new CrashingStore(
                inner,
                command.Cut == CutKind.CrashAtWrite ? command.At : CrashingStore.Never,
                command.AfterWrite
            );

        var attempts = 0;
        try
        {
            var end = await run.StartAsync(
                Source(jobs),
                new DelegateExecutor(attempt =>
                {
                    if (++attempts != command.At || command.Cut != CutKind.StopInAttempt)
                    {
                        return Execute(jobs, attempt);
                    }

                    stop.Cancel();
                    return AttemptResult.Stopped;
                })
            );
            return end.Stopped
                ? new CutOff(true, true, attempts, InFlight: true, store!.PassesEnded)
                : null;
        }
        catch (CrashException)
        {
            var open = run.Attempts().Any(attempt => attempt.EndedAt is null);
            return new CutOff(
                false,
                store!.Opened,
                store.Attempts,
                open,
                store.PassesEnded,
                store.Closed,
                store.PassIsOpen
            );
        }
    }

    private static ListSource Source(IReadOnlyList<ScenarioJob> jobs) =>
        ListSource.Of([
            .. jobs.Select(job => job.Account is null ? job.Id : $"{job.Id}@{job.Account}"),
        ]);

    private static AttemptResult Execute(IReadOnlyList<ScenarioJob> jobs, Attempt attempt) =>
        jobs.First(job => job.Id == attempt.Job.Id).Outcome(attempt.CountedBefore) is { } category
            ? Result.Fail(category)
            : Result.Ok;

    private static void Compare(Oracle oracle, RunHarness run)
    {
        var expected = oracle.Jobs.Select(job => (job.Job.Id, job.Status, job.Counted));
        var actual = run.Jobs().Select(job => (job.JobId, job.Status, job.Attempts));
        Assert.Equal(expected, actual);

        // Success is final, limits hold, and the status adds up.
        foreach (var job in run.Attempts().GroupBy(attempt => attempt.JobId))
        {
            Assert.True(
                job.TakeWhile(attempt => attempt.Outcome != AttemptOutcome.Success).Count()
                    >= job.Count() - 1,
                $"{job.Key} was attempted again after its success"
            );
        }

        var status = run.Read(reader => reader.ReadStatus());
        Assert.Equal(
            oracle.Jobs.GroupBy(job => job.Status).ToDictionary(group => group.Key, g => g.Count()),
            Counts(status).Where(count => count.Value > 0).ToDictionary()
        );
    }

    private static Dictionary<JobStatus, int> Counts(OrchestratorStatus status) =>
        new()
        {
            [JobStatus.Pending] = status.Pending,
            [JobStatus.Claimed] = status.Claimed,
            [JobStatus.Success] = status.Succeeded,
            [JobStatus.Retrying] = status.Retrying,
            [JobStatus.Failed] = status.Failed,
            [JobStatus.Skipped] = status.Skipped,
        };
}
