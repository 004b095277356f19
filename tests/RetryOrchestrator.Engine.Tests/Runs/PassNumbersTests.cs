using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Runs;

/// <summary>Each job counts in a pass once, whatever else becomes of it there.</summary>
public sealed class PassNumbersTests : IDisposable
{
    private readonly RunHarness _run = new();
    private readonly CancellationTokenSource _stop = new();

    public void Dispose()
    {
        _run.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_job_that_failed_and_was_then_skipped_with_its_account_counts_as_failed()
    {
        await _run.StartAsync(
            ListSource.Of("v1@ada", "v2@ada", "v3@ada", "v4"),
            attempt => Of(attempt, ("v1", Result.Infrastructure), ("v2", Result.Account))
        );

        var pass = Assert.Single(_run.Passes());
        Assert.Equal(
            (3, 1, 1, 1),
            (pass.Processed, pass.FailedInfrastructure, pass.FailedAccount, pass.Skipped)
        );
        Assert.Equal(pass.RunTotal, pass.Processed + pass.Skipped);
        // The job itself is skipped all the same.
        Assert.Equal(2, _run.Jobs().Count(job => job.Status == Engine.Jobs.JobStatus.Skipped));
    }

    [Fact]
    public async Task A_job_that_failed_in_an_earlier_pass_is_skipped_in_the_pass_that_stops_its_account()
    {
        await _run.StartAsync(
            ListSource.Of("v1@ada", "v2@ada"),
            attempt => attempt.Pass == 1 ? Result.Infrastructure : Result.Account
        );

        var pass = _run.Passes()[1];
        Assert.Equal((1, 1, 1), (pass.Processed, pass.FailedAccount, pass.Skipped));
    }

    [Fact]
    public async Task A_job_that_was_cancelled_and_left_the_list_is_no_number_of_the_resumed_pass()
    {
        await StopDuringAsync("v2", "v1", "v2", "v3");
        Assert.Equal(1, _run.Passes().Single().Cancelled);

        await _run.StartAsync(ListSource.Of("v1", "v3"), _ => Result.Ok);

        var pass = _run.Passes().Single();
        Assert.Equal((2, 2, 0), (pass.Processed, pass.Succeeded, pass.Cancelled));
    }

    [Fact]
    public async Task A_job_that_was_cancelled_and_is_skipped_in_the_resumed_pass_counts_as_skipped()
    {
        await StopDuringAsync("v1", "v1@ada", "v2@bob");

        // It has come behind another of its account meanwhile.
        await _run.StartAsync(
            ListSource.Of("v0@ada", "v1@ada", "v2@bob"),
            attempt => Of(attempt, ("v0", Result.Account))
        );

        var pass = _run.Passes().Single();
        Assert.Equal((2, 1, 0), (pass.Processed, pass.Skipped, pass.Cancelled));
    }

    [Fact]
    public async Task What_failed_and_was_skipped_is_taken_out_of_its_pass_once_when_it_is_reset()
    {
        _run.Stop = _stop.Token;
        await _run.StartAsync(
            ListSource.Of("v1@ada", "v2@ada", "v3@ada", "v4"),
            attempt =>
            {
                if (attempt.Job.Id == "v4")
                {
                    _stop.Cancel();
                    return AttemptResult.Stopped;
                }

                return Of(attempt, ("v1", Result.Infrastructure), ("v2", Result.Account));
            }
        );
        _run.Reset("v1", force: false);

        _run.Stop = default;
        await _run.StartAsync(ListSource.Of("v1@ada", "v2@ada", "v3@ada", "v4"), _ => Result.Ok);

        var pass = _run.Passes().Single();
        Assert.Equal(
            (3, 2, 0, 1, 1),
            (
                pass.Processed,
                pass.Succeeded,
                pass.FailedInfrastructure,
                pass.FailedAccount,
                pass.Skipped
            )
        );
    }

    private static AttemptResult Of(
        Attempt attempt,
        params (string Id, AttemptResult Result)[] results
    ) => results.FirstOrDefault(entry => entry.Id == attempt.Job.Id).Result ?? Result.Ok;

    private async Task StopDuringAsync(string job, params string[] jobs)
    {
        _run.Stop = _stop.Token;
        await _run.StartAsync(
            ListSource.Of(jobs),
            attempt =>
            {
                if (attempt.Job.Id != job)
                {
                    return Result.Ok;
                }

                _stop.Cancel();
                return AttemptResult.Stopped;
            }
        );
        _run.Stop = default;
    }
}
