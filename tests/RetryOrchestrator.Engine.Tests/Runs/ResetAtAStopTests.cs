using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Runs;

/// <summary>Jobs that are made due again while their run is stopped in a pass.</summary>
public sealed class ResetAtAStopTests : IDisposable
{
    private readonly RunHarness _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task What_is_reset_between_stop_and_resume_counts_once_in_its_pass()
    {
        await StopAtTheThirdAsync(id => id == "v1" ? Result.Ok : Result.Input);
        _run.Reset("v*", force: true);

        await _run.StartAsync(ListSource.Of("v1", "v2", "v3"), _ => Result.Ok);

        var pass = _run.Passes().Single();
        Assert.Equal((3, 3, 0), (pass.Processed, pass.Succeeded, pass.FailedInput));
        Assert.Equal((3, 3), (pass.RunSucceeded, pass.RunTotal));
        Assert.Equal(6, _run.Attempts().Count);
    }

    [Theory]
    [InlineData("v1", 1, 0, 1)]
    [InlineData("v2", 1, 1, 0)]
    [InlineData("v*", 0, 0, 0)]
    public async Task What_is_reset_after_a_stop_is_out_of_all_numbers_of_its_pass_at_once(
        string reset,
        int processed,
        int succeeded,
        int failed
    )
    {
        await StopAtTheThirdAsync(id => id == "v1" ? Result.Ok : Result.Input);

        _run.Reset(reset, force: true);

        var pass = _run.Passes().Single();
        Assert.Equal(
            (processed, succeeded, failed),
            (pass.Processed, pass.Succeeded, pass.FailedInput)
        );
    }

    [Fact]
    public async Task A_job_that_was_deferred_and_is_reset_is_deferred_no_longer()
    {
        await StopAtTheThirdAsync(_ => new AttemptResult.Deferred("no device"));

        _run.Reset("v1", force: true);

        Assert.Equal(1, _run.Passes().Single().Deferred);
        Assert.Equal(1, _run.Read(reader => reader.ReadStatus()).Deferred);
    }

    [Fact]
    public async Task What_is_reset_at_every_stop_is_taken_out_of_its_pass_once_each_time()
    {
        for (var stops = 0; stops < 2; stops++)
        {
            await StopAtTheThirdAsync(_ => Result.Infrastructure);
            _run.Reset("v1", force: true);
        }

        await _run.StartAsync(ListSource.Of("v1", "v2", "v3"), _ => Result.Ok);

        var pass = _run.Passes()[0];
        Assert.Equal((3, 2, 1), (pass.Processed, pass.Succeeded, pass.FailedInfrastructure));
    }

    // Of three jobs the last is at work when the run is stopped.
    private async Task StopAtTheThirdAsync(Func<string, AttemptResult> end)
    {
        using var stop = new CancellationTokenSource();
        _run.Stop = stop.Token;
        await _run.StartAsync(
            ListSource.Of("v1", "v2", "v3"),
            attempt =>
            {
                if (attempt.Job.Id != "v3")
                {
                    return end(attempt.Job.Id);
                }

                stop.Cancel();
                return AttemptResult.Stopped;
            }
        );
        _run.Stop = CancellationToken.None;
    }
}
