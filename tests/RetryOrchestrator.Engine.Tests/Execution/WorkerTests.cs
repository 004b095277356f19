using Microsoft.Extensions.Time.Testing;
using RetryOrchestrator.Engine.Artifacts;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Passes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Tests.Support;

namespace RetryOrchestrator.Engine.Tests.Execution;

/// <summary>A worker gets ready before its first attempt, in time that is not the attempt's.</summary>
public sealed class WorkerTests : IDisposable
{
    private const TaskCreationOptions RunElsewhere =
        TaskCreationOptions.RunContinuationsAsynchronously;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _time = new();
    private readonly Mailbox<WorkerReport> _reports = new();
    private readonly CancellationTokenSource _stop = new();

    // What waits for them goes on elsewhere than on the worker's thread, which they would hold up.
    private readonly TaskCompletionSource _opening = new(RunElsewhere);
    private readonly TaskCompletionSource _opened = new(RunElsewhere);
    private readonly TaskCompletionSource _begun = new(RunElsewhere);
    private readonly TaskCompletionSource<AttemptResult> _end = new(RunElsewhere);

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task The_time_it_takes_to_get_ready_is_not_the_attempts()
    {
        var worker = Worker();
        Give(worker, 1);
        await Within(_opening.Task);
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(TimeSpan.Zero, worker.AtWorkFor);

        _opened.SetResult();
        await Within(_begun.Task);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(2), worker.AtWorkFor);

        _end.SetResult(AttemptResult.Success);
        await Close(worker);
        Assert.Equal(TimeSpan.FromSeconds(2), Assert.Single(_reports.TakeBatch()).Duration);
    }

    [Fact]
    public async Task It_gets_ready_once()
    {
        var openings = 0;
        var worker = Worker(() =>
        {
            openings++;
            return Task.CompletedTask;
        });
        _end.SetResult(AttemptResult.Success);
        Give(worker, 1);
        Give(worker, 2);
        await Close(worker);

        Assert.Equal(1, openings);
        Assert.Equal(2, _reports.TakeBatch().Count);
    }

    [Fact]
    public async Task Once_the_run_is_stopped_it_does_not_get_ready_any_more()
    {
        var openings = 0;
        await _stop.CancelAsync();
        var worker = Worker(() =>
        {
            openings++;
            return Task.CompletedTask;
        });
        Give(worker, 1);
        await Close(worker);

        Assert.Equal(0, openings);
        Assert.False(Assert.Single(_reports.TakeBatch()).Began);
    }

    [Fact]
    public async Task A_stop_ends_its_getting_ready_and_the_attempt_does_not_begin()
    {
        var worker = Worker();
        Give(worker, 1);
        await Within(_opening.Task);

        await _stop.CancelAsync();

        await Close(worker);
        Assert.False(Assert.Single(_reports.TakeBatch()).Began);
    }

    [Fact]
    public async Task Getting_ready_takes_no_longer_than_an_attempt_may()
    {
        var worker = Worker();
        _end.SetResult(AttemptResult.FailedWith("not ready"));
        Give(worker, 1);
        await Within(_opening.Task);

        _time.Advance(new OrchestratorOptions().JobTimeout);

        await Close(worker);
        Assert.Equal("not ready", Assert.Single(_reports.TakeBatch()).Verdict.Failure!.Message);
    }

    [Fact]
    public async Task A_failure_to_get_ready_leaves_it_to_the_attempt_to_fail()
    {
        var worker = Worker(() => throw new InvalidOperationException("no runspace"));
        _end.SetResult(AttemptResult.FailedWith("still no runspace"));
        Give(worker, 1);
        await Close(worker);

        Assert.Equal(
            "still no runspace",
            Assert.Single(_reports.TakeBatch()).Verdict.Failure!.Message
        );
    }

    private Worker Worker(Func<Task>? open = null)
    {
        var executor = new DelegateExecutor(
            async (_, _) =>
            {
                _begun.TrySetResult();
                return await _end.Task;
            }
        )
        {
            OnOpen = _ =>
            {
                _opening.TrySetResult();
                return open?.Invoke() ?? _opened.Task;
            },
        };
        var runner = new AttemptRunner(
            executor,
            new PlainClassifier(),
            new OrchestratorOptions(),
            _time,
            new StopSignals(_stop.Token, CancellationToken.None)
        );
        return new Worker(1, runner, _reports, marks: null, _time);
    }

    private void Give(Worker worker, long id)
    {
        var job = new StoredJob(
            id,
            new Job($"v{id}", new JobColumns([])),
            JobStatus.Pending,
            default
        );
        var claimed = new ClaimedAttempt(id, job, 0, worker, _time.GetUtcNow());
        worker.Give(
            claimed,
            claimed.ToAttempt(1, 1, "", new RunArtifacts("artifacts"), "state", "sitting")
        );
        worker.Start();
    }

    private static async Task Close(Worker worker)
    {
        worker.Close();
        await Within(worker.Completion);
    }

    private static Task Within(Task task) =>
        task.WaitAsync(Deadline, TestContext.Current.CancellationToken);
}
