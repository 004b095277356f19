using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Guards;

/// <summary>Rule 2 in whole runs: 100 jobs, three workers, and jobs under which the process dies.</summary>
public sealed class PoisonTests : IDisposable
{
    private readonly RunHarness _run = new();
    private readonly Lock _lock = new();
    private int _atWork;
    private int _deaths;

    public PoisonTests() => _run.Options = new OrchestratorOptions { Workers = 3 };

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("v50")]
    [InlineData("v1", "v99")]
    [InlineData("v40", "v41")]
    public async Task A_job_that_kills_the_process_is_named_and_nobody_else_pays(
        params string[] poison
    )
    {
        var end = await StartUntilOverAsync(attempt => poison.Contains(attempt.Job.Id));

        Assert.InRange(_deaths, 2, 3 * poison.Length);
        Assert.Equal(100 - poison.Length, end.Jobs.Succeeded);
        foreach (var job in _run.Jobs())
        {
            if (poison.Contains(job.JobId))
            {
                Assert.Equal(
                    (JobStatus.Failed, FailureCategory.Infrastructure, "kills_orchestrator"),
                    (job.Status, job.Category, job.FailureType)
                );
            }
            else
            {
                Assert.Equal((JobStatus.Success, 1), (job.Status, job.Attempts));
            }
        }

        var guards = _run.Read(reader => reader.ReadStatus()).Guards;
        Assert.Equal(
            poison.Select(id => $"job {id}").Order(),
            guards.Where(act => act.Action == "given up").Select(act => act.Subject).Order()
        );
    }

    [Fact]
    public async Task One_that_kills_only_now_and_then_is_given_up_after_three_deaths_at_most()
    {
        var tries = 0;
        _run.Options = _run.Options with { RetryDelay = TimeSpan.Zero };

        await StartUntilOverAsync(
            attempt => attempt.Job.Id == "v50" && ++tries != 2,
            fails: attempt => attempt.Job.Id == "v50"
        );

        Assert.InRange(_deaths, 2, 3);
        var guilty = _run.Jobs().Single(job => job.JobId == "v50");
        Assert.Equal("kills_orchestrator", guilty.FailureType);
        Assert.Equal(
            99,
            _run.Jobs().Count(job => job is { Status: JobStatus.Success, Attempts: 1 })
        );
    }

    [Fact]
    public async Task The_operators_own_kill_costs_nobody_anything()
    {
        var killed = false;

        var end = await StartUntilOverAsync(attempt =>
            attempt.Job.Id == "v50" && !killed && (killed = true)
        );

        Assert.True(end.AllSucceeded);
        Assert.All(_run.Jobs(), job => Assert.Equal((1, false), (job.Attempts, job.Suspect)));
    }

    [Fact]
    public async Task Suspects_run_last_with_nothing_else_at_work()
    {
        var killed = false;
        var order = new List<(string Id, int AtWork)>();

        await StartUntilOverAsync(
            attempt => attempt.Job.Id == "v50" && !killed && (killed = true),
            seen: (attempt, atWork) => order.Add((attempt.Job.Id, atWork))
        );

        var suspects = _run.Attempts()
            .Where(attempt => attempt.Outcome == AttemptOutcome.Interrupted)
            .Select(attempt => attempt.JobId)
            .ToList();
        Assert.InRange(suspects.Count, 1, 3);
        Assert.Equal(
            suspects.Order().Select(id => (id, 1)),
            order.TakeLast(suspects.Count).Order()
        );
    }

    [Fact]
    public async Task A_guilty_job_is_left_alone_by_a_new_run_and_due_again_when_reset()
    {
        await StartUntilOverAsync(attempt => attempt.Job.Id == "v50");
        await StartUntilOverAsync(_ => false);
        Assert.Equal(JobStatus.Failed, _run.Jobs().Single(job => job.JobId == "v50").Status);

        _run.Reset("v50", force: false);
        var end = await StartUntilOverAsync(_ => false);

        Assert.True(end.AllSucceeded);
    }

    [Fact]
    public async Task Turned_off_an_interruption_counts_as_it_did()
    {
        _run.Options = _run.Options with { GuardAgainstPoison = false };
        var killed = false;

        await StartUntilOverAsync(attempt => attempt.Job.Id == "v50" && !killed && (killed = true));

        Assert.Equal(2, _run.Jobs().Single(job => job.JobId == "v50").Attempts);
        Assert.Empty(_run.Read(reader => reader.ReadStatus()).Guards);
    }

    private async Task<RunEnd> StartUntilOverAsync(
        Func<Attempt, bool> kills,
        Func<Attempt, bool>? fails = null,
        Action<Attempt, int>? seen = null
    )
    {
        while (true)
        {
            _atWork = 0;
            DyingStore? store = null;
            _run.WrapStore = inner => store = new DyingStore(inner);
            try
            {
                return await _run.StartAsync(
                    ListSource.Of([.. Enumerable.Range(1, 100).Select(n => $"v{n}")]),
                    new DelegateExecutor(attempt =>
                    {
                        lock (_lock)
                        {
                            seen?.Invoke(attempt, ++_atWork);
                            if (kills(attempt))
                            {
                                store!.Kill();
                            }
                        }

                        lock (_lock)
                        {
                            _atWork--;
                        }

                        return fails?.Invoke(attempt) == true ? Result.Infrastructure : Result.Ok;
                    })
                );
            }
            catch (CrashException)
            {
                Assert.InRange(++_deaths, 1, 10);
            }
        }
    }
}
