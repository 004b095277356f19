using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Runs;

/// <summary>What was claimed ahead when the process died, and what of that had begun.</summary>
public sealed class ClaimAheadCrashTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly RunHarness _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_claim_that_had_not_begun_when_the_process_died_is_taken_back()
    {
        await DieAtWork();

        await _run.StartAsync(ListSource.Numbered(20), _ => Result.Ok);

        // The end of v2 was not recorded, v3 was at work.
        Assert.Equal(
            [
                "v2 1 Interrupted",
                "v2 2 Success",
                "v3 1 Interrupted",
                "v3 2 Success",
                "v4 1 Success",
            ],
            _run.History("v2", "v3", "v4")
        );
        Assert.Equal(22, _run.Attempts().Count);
        Assert.Equal(20, _run.Jobs().Count(job => job.Status == JobStatus.Success));
        // The words of the dead process and of its servers, and both of each of the two.
        Assert.Equal(6, _run.Processes.Swept.Count);
    }

    [Fact]
    public async Task Once_the_machine_was_started_anew_every_claim_counts_as_begun()
    {
        await DieAtWork();
        _run.Processes.BootId = "boot-2";

        await _run.StartAsync(ListSource.Numbered(20), _ => Result.Ok);

        Assert.Equal(["v4 1 Interrupted", "v4 2 Success"], _run.History("v4"));
        Assert.Equal(20, _run.Jobs().Count(job => job.Status == JobStatus.Success));
    }

    /// <summary>
    /// One worker, which has v3 at work and some behind it when the process dies of recording v2.
    /// </summary>
    private async Task DieAtWork()
    {
        using var atWork = new ManualResetEventSlim();
        _run.WrapStore = inner => new CrashingStore(inner, CrashingStore.Never)
        {
            CrashOnEndOf = 2,
            BeforeThatEnd = () => Assert.True(atWork.Wait(Deadline), "v3 never began"),
        };
        await Assert.ThrowsAsync<CrashException>(() =>
            _run.StartAsync(
                ListSource.Numbered(20),
                new DelegateExecutor(
                    (attempt, signals) =>
                    {
                        if (attempt.Job.Id == "v3")
                        {
                            atWork.Set();
                            // Until it is noticed that the process is dead.
                            signals.Stop.WaitHandle.WaitOne(Deadline);
                        }

                        return ValueTask.FromResult(Result.Ok);
                    }
                )
                {
                    ClaimAhead = 8,
                }
            )
        );
        _run.WrapStore = store => store;
    }
}
