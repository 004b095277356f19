using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Tests.Support;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Tests.Runs;

/// <summary>Runs whose program, or a command in it, is not there any more.</summary>
public sealed class MissingCommandRunTests : IDisposable
{
    private static readonly string[] Ids = [.. Enumerable.Range(1, 60).Select(n => $"v{n}")];

    private static readonly AttemptResult Gone = new AttemptResult.Failed(
        new FailureEvidence
        {
            Message = "The program 'post' could not be started: No such file or directory",
            DeclaredCategory = FailureCategory.Infrastructure,
            DeclaredType = Failure.CommandNotFoundType,
            ConcernsEveryJob = true,
        }
    );

    private static readonly AttemptResult NotFound = new AttemptResult.Failed(
        new FailureEvidence { Message = "post: not found", ExitCode = 127 }
    );

    private readonly RunHarness _run = new() { Classifier = FailureClassifier.BuiltIn };

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_program_that_vanishes_in_the_middle_stops_the_run_and_costs_no_job_an_attempt()
    {
        var done = 0;
        var end = await _run.StartAsync(
            ListSource.Of(Ids),
            new DelegateExecutor(_ => done++ < 20 ? Result.Ok : Gone) { ClaimAhead = 32 }
        );

        Assert.Equal(ErrorIds.CommandNotFound, end.Halt?.ErrorId);
        Assert.Contains("No such file", end.Halt?.Message);
        Assert.Equal((true, 20, 40), (end.Stopped, end.Jobs.Succeeded, end.Jobs.Due));
        Assert.All(
            _run.Jobs().Where(job => job.Status != JobStatus.Success),
            job => Assert.Equal(0, job.Attempts)
        );
        Assert.StartsWith("STOPPING: what runs the jobs cannot be started", Last.NextAction);
    }

    [Fact]
    public async Task The_next_start_resumes_it_and_every_job_is_done()
    {
        await _run.StartAsync(ListSource.Of(Ids), _ => Gone);

        var end = await _run.StartAsync(ListSource.Of(Ids), _ => Result.Ok);

        Assert.True(end.AllSucceeded);
        Assert.Null(end.Halt);
        Assert.All(_run.Jobs(), job => Assert.Equal(1, job.Attempts));
    }

    [Fact]
    public async Task A_command_that_no_jobs_script_finds_stops_the_run_after_five_jobs()
    {
        var end = await _run.StartAsync(ListSource.Of(Ids), _ => NotFound);

        Assert.Equal(ErrorIds.CommandNotFound, end.Halt?.ErrorId);
        Assert.Equal(5, _run.Attempts().Count);
        Assert.All(
            _run.Attempts(),
            attempt => Assert.Equal(Failure.CommandNotFoundType, attempt.FailureType)
        );
    }

    [Fact]
    public async Task What_is_in_flight_at_other_workers_is_waited_for_and_counts()
    {
        _run.Options = _run.Options with { Workers = 2 };
        using var found = new ManualResetEventSlim();
        _run.OnEvent = happened =>
        {
            if (
                happened is Events.AttemptsMoved moved
                && moved.Ended.Any(ended => ended.Outcome == AttemptOutcome.Failed)
            )
            {
                found.Set();
            }
        };

        var end = await _run.StartAsync(
            ListSource.Of(Ids),
            attempt =>
            {
                if (attempt.Job.Id != "v1")
                {
                    return Gone;
                }

                found.Wait(TestContext.Current.CancellationToken);
                return Result.Ok;
            }
        );

        Assert.NotNull(end.Halt);
        Assert.Equal(1, end.Jobs.Succeeded);
    }

    [Fact]
    public async Task A_run_that_is_to_go_on_regardless_uses_up_its_attempts()
    {
        _run.Options = _run.Options with { ContinueOnMissingCommand = true };

        var end = await _run.StartAsync(ListSource.Of("v1", "v2"), _ => Gone);

        Assert.Null(end.Halt);
        Assert.Equal(PassResult.OnlyNonRetryable, end.Result);
        Assert.All(_run.Jobs(), job => Assert.Equal(4, job.Attempts));
    }

    private Engine.Summary.RetryPassSummary Last => _run.Passes()[^1];
}
