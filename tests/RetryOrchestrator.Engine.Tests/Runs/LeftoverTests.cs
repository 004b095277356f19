using System.Collections.Concurrent;
using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Rendering;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Runs;

/// <summary>What is told of the processes that attempts leave at work.</summary>
public sealed class LeftoverTests : IDisposable
{
    private readonly RunHarness _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task What_was_ended_and_what_is_left_alone_has_a_line_each_and_counts_in_the_summary()
    {
        _run.Options = _run.Options with { MaxPasses = 1 };
        Attempt? succeeded = null;
        var executor = new DelegateExecutor(
            (attempt, _) =>
            {
                if (attempt.Job.Id == "good")
                {
                    succeeded = attempt;
                    return ValueTask.FromResult(AttemptResult.Success);
                }

                return ValueTask.FromResult(
                    AttemptResult.FailedWith("no luck") with
                    {
                        EndedLeftovers = 2,
                    }
                );
            }
        )
        {
            // Found out when the pass is over, as that of an attempt in its last second is.
            OnTakeLeftovers = passIsOver =>
                passIsOver
                    ? [new AttemptLeftovers(succeeded!.Id, "good", 1, 3, AreEnded: false)]
                    : [],
        };

        await _run.StartAsync(ListSource.Of("good", "bad"), executor);

        var summary = Assert.Single(_run.Passes());
        Assert.Equal((2, 3), (summary.LeftoversEnded, summary.LeftAtWork));
        Assert.Equal(
            [
                "job bad (attempt 1) left 2 processes at work: ended",
                "job good (attempt 1) left 3 processes at work when it succeeded: left alone "
                    + "(-EndLeftovers Always ends them too)",
            ],
            _run.Events.Of<LeftoversFound>().Select(found => LeftoversText.Line(found.Left))
        );
    }

    [Fact]
    public async Task What_is_found_before_the_report_of_the_end_is_in_the_history_too()
    {
        _run.Options = _run.Options with { MaxPasses = 1, Workers = 2 };
        using var found = new ManualResetEventSlim();
        using var asked = new ManualResetEventSlim();
        var early = new ConcurrentQueue<AttemptLeftovers>();
        var executor = new DelegateExecutor(
            async (attempt, _) =>
            {
                await Task.Yield();
                if (attempt.Job.Id == "late")
                {
                    early.Enqueue(new AttemptLeftovers(attempt.Id, "late", 1, 2, AreEnded: false));
                    found.Set();
                    Assert.True(asked.Wait(TimeSpan.FromMinutes(1)), "Nobody asked.");
                }

                // The end of this one makes the coordinator ask.
                Assert.True(found.Wait(TimeSpan.FromMinutes(1)), "Nothing was found.");
                return AttemptResult.Success;
            }
        )
        {
            OnTakeLeftovers = _ =>
            {
                if (!early.TryDequeue(out var left))
                {
                    return [];
                }

                asked.Set();
                return [left];
            },
        };

        await _run.StartAsync(ListSource.Of("late", "other"), executor);

        Assert.Equal(2, _run.Attempts().Single(attempt => attempt.JobId == "late").Leftovers);
        Assert.Equal(2, Assert.Single(_run.Passes()).LeftAtWork);
    }

    [Fact]
    public async Task Many_are_counted_and_the_first_of_them_told()
    {
        _run.Options = _run.Options with { MaxPasses = 1 };

        await _run.StartAsync(
            ListSource.Of([.. Enumerable.Range(1, 25).Select(n => $"v{n}")]),
            _ => AttemptResult.FailedWith("no luck") with { EndedLeftovers = 1 }
        );

        Assert.Equal(25, Assert.Single(_run.Passes()).LeftoversEnded);
        Assert.Equal(10, _run.Events.Of<LeftoversFound>().Count());
    }
}
